import { addDuration, isDuration, type JsonObject } from '@sluice/domain';
import type { FlowNode } from '@sluice/flows';
import { resolveConfig } from '@sluice/flows/resolve';
import { resolveWait } from '@sluice/flows/resolve-wait';
import { catalogue } from '@sluice/nodes/catalogue';
import { local } from '@sluice/rules/views/local';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../../parts/feedback.js';
import { coreOf } from '../../../parts/flow/core.js';
import { sentenceWords } from '../../../parts/flow/words.js';
import { Sentence, When } from '../../../parts/values.js';
import { useLanguage } from '../../rules/canvas/use-language.js';
import { useShell } from '../../../shell/context.js';
import { useFlowEditor } from '../editor/context.js';
import { ConditionSays } from './fields/ConditionField.js';
import { objectOf } from './fields/Values.js';

const MailPreview = lazy(() => import('./MailPreview.js'));

/** How the step looks from outside: its mail, its conditions in words, the dates of its waits, and what it gives to later steps. */
export function StepPreview({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const core = coreOf(node.type);
  const mails = core?.mails?.(node.config) ?? [];
  return (
    <>
      {core && <Sentence className="say sub fp-sentence" segments={sentenceWords(core.sentence(node.config), t)} />}
      {mails.map(({ field, gives }) => (
        <Suspense key={field} fallback={<Skeleton rows={4} />}>
          <MailPreview template={node.config[field]} gives={gives} data={objectOf(node.config['data'])} />
        </Suspense>
      ))}
      <Conditions node={node} />
      <Dates node={node} />
      <Given node={node} />
    </>
  );
}

function Conditions({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const branches = Array.isArray(node.config['branches']) ? node.config['branches'].map(objectOf) : [];
  const said = branches.filter((branch) => branch['when'] !== undefined);
  const filter = node.config['filter'] ?? node.config['until'];
  return (
    <>
      {said.length > 0 && (
        <section className="fp-part">
          <h3 className="sec">{t('The first that holds is taken')}</h3>
          <ol className="fp-list say">
            {said.map((branch, index) => (
              <li key={index}>
                <span className="m">{String(branch['title'] ?? branch['port'])}:</span>{' '}
                <ConditionSays at={node.id} value={branch['when']} />
              </li>
            ))}
            <li>
              <span className="m">{t('otherwise')}:</span> {t('what is left')}
            </li>
          </ol>
        </section>
      )}
      {filter !== undefined && typeof filter === 'object' && filter !== null && !('$param' in filter) && (
        <section className="fp-part">
          <h3 className="sec">{node.config['filter'] === undefined ? t('Until') : t('Only when')}</h3>
          <p className="say">
            <ConditionSays at={node.id} value={filter} />
          </p>
        </section>
      )}
    </>
  );
}

/** Settings that count from when the step is entered, in the words of their dates. */
const LATER: readonly [key: string, words: string][] = [
  ['remind', 'First reminder'],
  ['escalateAfter', 'Others are asked'],
  ['timeout', 'Nobody is asked any more'],
  ['due', 'Due'],
  ['hold', 'Held until'],
];

/** When things would happen if the step were entered now. */
function Dates({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const { programme } = useShell();
  const { document } = useFlowEditor();
  const zone = programme?.timeZone ?? 'UTC';
  const dates = useMemo(() => datesOf(node, document.parameters, zone), [node, document.parameters, zone]);
  if (dates.length === 0) return null;
  return (
    <section className="fp-part">
      <h3 className="sec">{t('If a run came here now')}</h3>
      <dl className="fp-dates">
        {dates.map(({ words, at }) => (
          <div key={words}>
            <dt>{t(words)}</dt>
            <dd>
              <When at={at} form="full" />
            </dd>
          </div>
        ))}
      </dl>
      <p className="help t11 muted">{t('On the calendar of the programme, {{zone}}.', { zone })}</p>
    </section>
  );
}

function datesOf(
  node: FlowNode,
  parameters: readonly { key: string; default: JsonObject[string] }[],
  zone: string,
): { words: string; at: string }[] {
  const params = Object.fromEntries(parameters.map((parameter) => [parameter.key, parameter.default]));
  const now = new Date();
  const at = now.toISOString();
  const found: { words: string; at: string }[] = [];
  try {
    const config = resolveConfig(node.config, { params, event: {}, subject: { kind: 'partner', id: '' } });
    const core = catalogue[node.type]?.core;
    const action = core?.run?.({
      run: 'run_preview',
      node: node.id,
      visit: 1,
      config,
      vars: { params },
      subject: { kind: 'partner', id: 'preview' },
      at,
      enteredAt: at,
      evaluate: () => false,
      rule: () => null,
    });
    if (action?.do === 'wait') {
      const until = resolveWait(action.wait, at, zone).until;
      if (until) found.push({ words: action.wait.kind === 'timer' ? 'It goes on' : 'It gives up', at: until });
    }
    for (const [key, words] of LATER) {
      const duration = config[key];
      if (isDuration(duration)) found.push({ words, at: addDuration(now, duration, zone).toISOString() });
    }
  } catch {
    // What cannot be computed yet has an error under its field; there are no dates to show.
    return found;
  }
  return found;
}

/** What later steps may use of it. */
function Given({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const outputs = Object.entries(coreOf(node.type)?.outputs?.(node.config) ?? {});
  if (outputs.length === 0) return null;
  return (
    <section className="fp-part">
      <h3 className="sec">{t('What it gives to later steps')}</h3>
      <dl className="fp-given">
        {outputs.map(([name, type]) => (
          <div key={name}>
            <dt>{local(type.label ?? name, language)}</dt>
            <dd className="mono t11 muted ell" title={`${node.id}.${name}`}>
              {node.id}.{name}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
