import { Modal } from '@mantine/core';
import type { RuleCase } from '@sluice/rules/document';
import type { Json } from '@sluice/rules/cst/value';
import { houseText } from '@sluice/rules/edit/house';
import { cellProblemText } from '@sluice/rules/views/cells-problem';
import { outcomeText, readOutcomeCell, writeOutcomeCell } from '@sluice/rules/views/cells-outcome';
import { plainText } from '@sluice/rules/views/parts';
import { answerWords } from '@sluice/rules/views/words-outcome';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Tabs } from '../../../parts/basics.js';
import { useEditor } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';
import { draftOfFacts, factsOfDraft, type FactsDraft } from './draft-facts.js';
import { FactsForm } from './FactsForm.js';
import { factsInWords, factsRead, leaves, type Facts } from './facts.js';
import { newCaseId, useAnswers, useCaseActions } from './use-cases.js';

/** A case to be edited, or to be made. */
export interface EditedCase {
  readonly case?: RuleCase;
  readonly isNew?: boolean;
}

/** A case as a form of the facts, or as JSON; what it expects; and what draft and version in force answer meanwhile. */
export function CaseDialog({ edited, onClose }: { edited: EditedCase; onClose: () => void }) {
  const { t } = useTranslation();
  const { schema, shape, document, readOnly } = useEditor();
  const locale = useLocale();
  const actions = useCaseActions();
  const answers = useAnswers();
  const context = { shape, currency: schema.currency, locale };
  const given = edited.case;
  const [tab, setTab] = useState<'form' | 'json'>('form');
  const [title, setTitle] = useState(given?.title ?? '');
  const [draft, setDraft] = useState<FactsDraft>(() => draftOfFacts(given?.facts ?? examples(schema), schema, locale));
  const [json, setJson] = useState(() => JSON.stringify(given?.facts ?? examples(schema), null, 2));
  const [expected, setExpected] = useState(() => (given ? written(given.expected, context) : ''));
  const [tried, setTried] = useState(false);
  const read = useMemo(() => factsRead(document?.root, schema), [document, schema]);

  const form = factsOfDraft(draft, schema, locale);
  const parsed = parseFacts(json);
  const facts = tab === 'form' ? form.facts : parsed;
  const outcome = readOutcomeCell(expected, context);
  const now = facts ? answers(facts) : {};
  const say = (value: Json): string => plainText(answerWords(value, shape, schema, locale));
  const jsonError =
    tab === 'json' && parsed === undefined ? t('This is not a JSON object yet. Nothing is lost.') : undefined;
  const ready = facts !== undefined && outcome.ok && (tab === 'json' || form.problems.size === 0);

  const show = (next: 'form' | 'json'): void => {
    if (next === 'json') setJson(JSON.stringify(form.facts, null, 2));
    else if (parsed) setDraft(draftOfFacts(parsed, schema, locale));
    else return;
    setTab(next);
  };
  const save = (): void => {
    setTried(true);
    if (!ready || !outcome.ok) return;
    const name = title.trim() || factsInWords(facts, read, schema, locale);
    actions.put({ id: given?.id ?? newCaseId(), title: name.slice(0, 200), facts, expected: outcome.value });
    onClose();
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="min(760px, 96vw)"
      title={edited.isNew ? t('New case') : t('Case')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form
        className="case-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className="field">
          <span className="lab">{t('Name')}</span>
          <span className="inp">
            <input
              data-autofocus
              className="bare grow"
              maxLength={200}
              placeholder={facts ? factsInWords(facts, read, schema, locale) : ''}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          </span>
        </label>
        <Tabs
          label={t('Facts')}
          value={tab}
          options={[
            { value: 'form', label: t('Facts') },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={show}
        />
        {tab === 'form' ? (
          <FactsForm draft={draft} problems={form.problems} read={read} onChange={setDraft} />
        ) : (
          <textarea
            className="imp-text mono"
            aria-label={t('Facts as JSON')}
            aria-invalid={jsonError !== undefined}
            rows={14}
            spellCheck={false}
            value={json}
            onChange={(event) => setJson(event.currentTarget.value)}
          />
        )}
        {jsonError && (
          <p className="neg t12" role="alert">
            {jsonError}
          </p>
        )}
        <div className="field">
          <label className="lab" htmlFor="case-expected">
            {t('Expected answer')}
          </label>
          <div className="row">
            <span className="inp grow">
              <input
                id="case-expected"
                className="bare grow"
                value={expected}
                aria-invalid={!outcome.ok && expected !== ''}
                aria-describedby="case-expected-say"
                onChange={(event) => setExpected(event.currentTarget.value)}
              />
            </span>
            {now.inForce !== undefined && (
              <Button size="sm" onClick={() => setExpected(written(now.inForce as Json, context))}>
                {t('As in force')}
              </Button>
            )}
            {now.draft !== undefined && (
              <Button size="sm" onClick={() => setExpected(written(now.draft as Json, context))}>
                {t('As the draft')}
              </Button>
            )}
          </div>
          <p id="case-expected-say" className={!outcome.ok && (expected !== '' || tried) ? 'help neg' : 'help'}>
            {outcome.ok ? say(outcome.value) : cellProblemText(outcome.problem, locale)}
          </p>
        </div>
        <p className="sub t12" aria-live="polite">
          {now.draft !== undefined && t('The draft answers: {{answer}}.', { answer: say(now.draft) })}{' '}
          {now.inForce !== undefined && t('In force: {{answer}}.', { answer: say(now.inForce) })}
        </p>
        <div className="row imp-foot">
          <span className="grow neg t12" role="alert">
            {tried && !ready && t('Some fields cannot be read yet.')}
          </span>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" disabled={readOnly}>
            {edited.isNew ? t('Add the case') : t('Keep the case')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function written(value: Json, context: Parameters<typeof writeOutcomeCell>[1]): string {
  const words = writeOutcomeCell(value, context);
  return words ? outcomeText(words) : houseText(value);
}

/** The example of each required fact: a case to begin with that can run at once. */
function examples(schema: ReturnType<typeof useEditor>['schema']): Facts {
  let facts: { [name: string]: Json } = {};
  for (const { path, field } of leaves(schema)) {
    if (field.optional || field.example === undefined) continue;
    facts = { ...put(facts, path.split('.'), field.example as Json) };
  }
  return facts;
}

function put(facts: Facts, path: readonly string[], value: Json): Facts {
  const [name = '', ...rest] = path;
  return { ...facts, [name]: rest.length > 0 ? put((facts[name] ?? {}) as Facts, rest, value) : value };
}

function parseFacts(text: string): Facts | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : undefined;
  } catch {
    return undefined;
  }
}
