import { Menu, Textarea } from '@mantine/core';
import { nestOutcome, setOutcome } from '@sluice/rules/views/write-branches';
import { shortWords } from '@sluice/rules/views/words';
import { branchWords, outcomeWords } from '@sluice/rules/views/words-outcome';
import type { Finding } from '@sluice/rules/analysis/types';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { AdvancedText } from './AdvancedText.js';
import { concerns } from './draw.js';
import { FindingBox } from './FindingBox.js';
import { OutcomeForm } from './OutcomeForm.js';
import { placeAt, placesOf, type Place } from './places.js';
import { useBranchActions } from './use-branch-actions.js';
import { useHits } from './use-hits.js';
import { useInForce } from './use-in-force.js';
import { useLanguage } from './use-language.js';
import { WhenEditor } from './WhenEditor.js';
import { Words } from './Words.js';

/** The branch that is selected: when it applies, what it answers, how it reads, what the version in force says. */
export default function BranchPanel() {
  const { t } = useTranslation();
  const { list, selected } = useEditor();
  const place = list ? placeAt(list, selected) : undefined;
  if (!list || !place) {
    return (
      <div className="pbody">
        <Empty>{t('Select a branch to see when it applies and what it answers.')}</Empty>
      </div>
    );
  }
  return <Panel key={place.scope ?? ''} place={place} />;
}

function Panel({ place }: { place: Place }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { document, schema, shape, analysis, comments } = useEditor();
  const { branch, outcome, list } = place;
  const findings = (analysis?.findings ?? []).filter(
    // The branch itself says that it has no case.
    (each) => each.severity !== 'info' && each.code !== 'no_case' && concerns(each, place),
  );
  const inForce = useInForce(place);
  const hits = useHits(inForce?.pointer);
  const note = comments[place.pointer]?.split('\n')[0];
  const title = note || (branch ? capital(shortWords(branch.when, schema, language)) : t('Otherwise'));
  if (!document) return null;
  return (
    <>
      <div className="phead">
        <span className="ic2">
          <Icon name={branch ? 'diamond' : 'flag'} size={16} />
        </span>
        <div className="grow">
          <div className="cap">
            {branch
              ? t('Branch {{number}} of {{count}}', { number: place.index + 1, count: list.branches.length })
              : t('Where no branch holds')}
          </div>
          <h2 className="t14 b ell" title={title}>
            {title}
          </h2>
        </div>
        <Steps place={place} />
      </div>
      <div className="pbody">
        <span data-panel-start tabIndex={-1} className="panel-start" />
        {branch &&
          (branch.when.kind === 'always' && branch.when.implied && outcome.kind === 'list' ? (
            <p className="sub">{t('This part decides by itself; open it to edit it.')}</p>
          ) : (
            <WhenEditor whole={branch.when} />
          ))}
        {findings.map((each: Finding, index) => (
          <FindingBox key={index} finding={each} />
        ))}
        <section aria-labelledby="panel-then" className="then">
          <h3 className="sec" id="panel-then">
            {t('Then')}
          </h3>
          <Then place={place} />
        </section>
        <section aria-labelledby="panel-says" className="then">
          <h3 className="sec" id="panel-says">
            {t('Reads as')}
          </h3>
          <p className="say sub quiet">
            <Words parts={branchWords(branch?.when, outcome, shape, schema, language)} />
          </p>
          {inForce && (
            <p className="diffl">
              <span className="chip line">v{inForce.version}</span>
              <span className="muted">{inForce.words}</span>
            </p>
          )}
        </section>
        <Note pointer={place.pointer} />
      </div>
      {hits !== 'unknown' && (
        <div className="pfoot">
          <span className="muted t12">
            {hits === undefined
              ? t('Not in force yet: no orders have taken it')
              : t('{{count}} orders took it in the last 90 days', { count: hits })}
          </span>
        </div>
      )}
    </>
  );
}

/** The branch before and after, and what else can be done with this one. */
function Steps({ place }: { place: Place }) {
  const { t } = useTranslation();
  const { select, readOnly } = useEditor();
  const actions = useBranchActions();
  const { list, index, branch } = place;
  const all = placesOf(list, place.scope);
  const before = all[index - 1];
  const after = all[index + 1];
  return (
    <div className="row">
      <IconButton
        small
        icon="up"
        label={t('Branch before')}
        disabled={!before}
        onClick={() => before && select(before.pointer)}
      />
      <IconButton
        small
        icon="down"
        label={t('Branch after')}
        disabled={!after}
        onClick={() => after && select(after.pointer)}
      />
      {!readOnly && (
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className="btn ghost sm sq" aria-label={t('More for this branch')}>
              <Icon name="dots" size={16} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => actions.insert(list, index)}>{t('Insert a branch above')}</Menu.Item>
            {branch && (
              <>
                <Menu.Item onClick={() => actions.insert(list, index + 1)}>{t('Insert a branch below')}</Menu.Item>
                <Menu.Item onClick={() => actions.duplicate(place)}>{t('Duplicate')}</Menu.Item>
                <Menu.Item disabled={index === 0} onClick={() => actions.move(place, index - 1)}>
                  {t('Move up')}
                </Menu.Item>
                <Menu.Item disabled={index >= list.branches.length - 1} onClick={() => actions.move(place, index + 1)}>
                  {t('Move down')}
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item onClick={() => actions.copy(place)}>{t('Copy as JSON')}</Menu.Item>
              </>
            )}
            <Menu.Item onClick={() => actions.paste(list, index)}>{t('Paste above')}</Menu.Item>
            {branch && (
              <>
                <Menu.Divider />
                <Menu.Item color="red" onClick={() => actions.remove(place)}>
                  {t('Remove this branch')}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

/** What is answered: a form, a further decision to open, or an expression that only JSON can show. */
function Then({ place }: { place: Place }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { document, shape, schema, edit, readOnly, openScope } = useEditor();
  const { outcome } = place;
  if (!document) return null;
  if (outcome.kind === 'list') {
    return (
      <div className="grp">
        <p className="sub">
          <Words parts={outcomeWords(outcome, shape, schema, language)} />
        </p>
        <Button size="sm" icon="right" onClick={() => openScope(outcome.pointer)}>
          {t('Open the decision')}
        </Button>
      </div>
    );
  }
  if (outcome.kind === 'advanced') {
    return (
      <div className="grp">
        <span className="chip">
          <Icon name="lock" size={12} />
          {t('Advanced expression')}
        </span>
        <AdvancedText pointer={outcome.pointer} text={outcome.text} />
      </div>
    );
  }
  return (
    <div className="grp">
      <OutcomeForm
        currency={schema.currency}
        shape={shape}
        value={outcome.value}
        disabled={readOnly}
        onChange={(value) =>
          edit(setOutcome(document, outcome.pointer, value), t('Change the outcome'), `outcome ${outcome.pointer}`)
        }
      />
      {!readOnly && (
        <Button
          look="ghost"
          size="sm"
          icon="split"
          onClick={() => edit(nestOutcome(document, outcome.pointer), t('Decide further inside a branch'))}
        >
          {t('Decide further here')}
        </Button>
      )}
    </div>
  );
}

/** Why the branch is there, for whoever reads the rule next. */
function Note({ pointer }: { pointer: string }) {
  const { t } = useTranslation();
  const { comments, change, readOnly } = useEditor();
  const text = comments[pointer] ?? '';
  if (readOnly && text === '') return null;
  return (
    <Textarea
      className="then"
      label={t('Note')}
      placeholder={t('Why is it so?')}
      autosize
      minRows={1}
      maxRows={6}
      maxLength={4000}
      disabled={readOnly}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        change(
          { type: 'comment', node: pointer, ...(next === '' ? {} : { text: next }) },
          t('Write a note'),
          `note ${pointer}`,
        );
      }}
    />
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
