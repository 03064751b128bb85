import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../../../lib/hotkeys.js';
import { Button, Chip, IconButton } from '../../../parts/basics.js';
import { drawBranches, type DrawnBranch } from '../canvas/draw.js';
import { gapLabel } from '../canvas/gap-label.js';
import { NoList } from '../canvas/NoList.js';
import { placeAt } from '../canvas/places.js';
import { useBranchActions } from '../canvas/use-branch-actions.js';
import { useEvaluate } from '../canvas/use-evaluate.js';
import { useLanguage } from '../canvas/use-language.js';
import { Words } from '../canvas/Words.js';
import { CaseCard } from '../canvas/CaseCard.js';
import { useEditor } from '../editor/context.js';
import { useAltKeys } from '../editor/use-alt-keys.js';
import { useWide } from '../editor/use-wide.js';
import type { DecisionList } from '@sluice/rules/views/decision-list';
import { plainText } from '@sluice/rules/views/parts';

/** The rule as a list of sentences, nested decisions below their branch: all that the canvas does, without a mouse or width. */
export default function Outline() {
  const { t } = useTranslation();
  const editor = useEditor();
  const { list, selected, select, activeCase, caseRuns, readOnly } = editor;
  const actions = useBranchActions();
  const evaluate = useEvaluate();
  const wide = useWide(1024);
  const frame = useRef<HTMLDivElement>(null);
  const chosen = list ? placeAt(list, selected) : undefined;
  const run = activeCase === null ? undefined : caseRuns.get(activeCase);
  const shift = (by: number) => {
    if (chosen) actions.move(chosen, chosen.index + by);
  };
  useAltKeys({ ArrowUp: () => shift(-1), ArrowDown: () => shift(1) });
  useHotkeys({ 'mod+Enter': evaluate, Escape: () => editor.evaluate(null) });
  const wasChosen = chosen?.pointer;
  useEffect(() => {
    // A branch that was moved or inserted keeps the focus, where the focus was in the list.
    const within = frame.current?.contains(document.activeElement) || document.activeElement === document.body;
    if (wasChosen !== undefined && within)
      frame.current?.querySelector<HTMLElement>(`[data-branch="${CSS.escape(wasChosen)}"]`)?.focus();
  }, [wasChosen]);
  if (!list) return <NoList />;

  const open = (pointer: string) => {
    select(pointer);
    // Where the panel stands below the list it would open unseen.
    if (!wide) requestAnimationFrame(() => document.querySelector('.re > .panel')?.scrollIntoView());
  };

  const press = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (!target.dataset.branch || event.altKey) return;
    const place = placeAt(list, target.dataset.branch);
    if (!place) return;
    const lines = [...(frame.current?.querySelectorAll<HTMLElement>('[data-branch]') ?? [])];
    const at = lines.indexOf(target);
    const mod = event.ctrlKey || event.metaKey;
    const keys: Record<string, () => void> = mod
      ? {
          c: () => actions.copy(place),
          x: () => actions.cut(place),
          d: () => actions.duplicate(place),
          v: () => actions.paste(place.list, place.index),
        }
      : {
          ArrowDown: () => lines[at + 1]?.focus(),
          ArrowUp: () => lines[at - 1]?.focus(),
          Home: () => lines[0]?.focus(),
          End: () => lines.at(-1)?.focus(),
          Insert: () => actions.insert(place.list, place.index),
          '+': () => actions.insert(place.list, place.index),
          Delete: () => actions.remove(place),
        };
    const action = keys[mod ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <div className="outline" ref={frame} onKeyDown={press}>
      <div className="row outline-head">
        <p className="sub grow">
          {list.policy === 'first'
            ? t('Top to bottom, the first branch that holds decides.')
            : t('Every branch that holds counts; their answers are collected.')}
        </p>
        {!readOnly && (
          <Button size="sm" icon="plus" onClick={() => actions.insert(list, list.branches.length)}>
            {t('Branch')}
          </Button>
        )}
      </div>
      {run && <CaseCard run={run} />}
      <Level list={list} scope={null} label={t('Branches')} select={open} chosen={wasChosen} />
    </div>
  );
}

function Level({
  list,
  scope,
  label,
  select,
  chosen,
}: {
  list: DecisionList;
  scope: string | null;
  label: string;
  select: (pointer: string) => void;
  chosen: string | undefined;
}) {
  const editor = useEditor();
  const language = useLanguage();
  const run = editor.activeCase === null ? undefined : editor.caseRuns.get(editor.activeCase);
  const { schema, shape, analysis } = editor;
  const drawn = useMemo(
    () => drawBranches({ schema, shape, analysis }, list, scope, run, language),
    [schema, shape, analysis, list, scope, run, language],
  );
  return (
    <ol className="olist" aria-label={label}>
      {drawn.map((each) => (
        <Line key={each.place.pointer} drawn={each} select={select} chosen={chosen} />
      ))}
    </ol>
  );
}

function Line({
  drawn,
  select,
  chosen,
}: {
  drawn: DrawnBranch;
  select: (pointer: string) => void;
  chosen: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { readOnly } = useEditor();
  const actions = useBranchActions();
  const { place, cover, gap, badge } = drawn;
  const on = chosen === place.pointer;
  const number = place.index + 1;
  return (
    <li className={[on ? 'sel' : '', drawn.taken ? 'taken' : '', drawn.never ? 'never' : ''].filter(Boolean).join(' ')}>
      <div className="oline">
        <button
          type="button"
          className="osay"
          data-branch={place.pointer}
          aria-current={on ? 'true' : undefined}
          onClick={() => select(place.pointer)}
        >
          <span className="ix num">{number}</span>
          <span className="say sub grow">
            <Words parts={drawn.parts} />
            <span className="othen">
              {' '}
              <Words parts={drawn.outcome} />
            </span>
          </span>
        </button>
        <span className="row omarks">
          {drawn.taken && (
            <Chip tone="acc" icon="check">
              {t('path taken')}
            </Chip>
          )}
          {badge && (
            <Chip tone={badge.tone} icon="alert">
              {t('{{count}} problems', { count: badge.count })}
            </Chip>
          )}
          {gap && <Chip tone="bad">{gapLabel(gap, language)}</Chip>}
          {cover && (
            <span className={cover.never || cover.cases === 0 ? 'cov zero' : 'cov'}>
              {cover.never
                ? t('never reached')
                : cover.cases === 0
                  ? t('no case')
                  : t('{{count}} cases', { count: cover.cases })}
            </span>
          )}
          {!readOnly && (
            <>
              <IconButton
                small
                icon="plus"
                label={t('Insert a branch before {{number}}', { number })}
                onClick={() => actions.insert(place.list, place.index)}
              />
              {place.branch && (
                <>
                  <IconButton
                    small
                    icon="up"
                    label={t('Move branch {{number}} up', { number })}
                    disabled={place.index === 0}
                    onClick={() => actions.move(place, place.index - 1)}
                  />
                  <IconButton
                    small
                    icon="down"
                    label={t('Move branch {{number}} down', { number })}
                    disabled={place.index >= place.list.branches.length - 1}
                    onClick={() => actions.move(place, place.index + 1)}
                  />
                  <IconButton
                    small
                    icon="copy"
                    label={t('Duplicate branch {{number}}', { number })}
                    onClick={() => actions.duplicate(place)}
                  />
                  <IconButton
                    small
                    icon="trash"
                    label={t('Remove branch {{number}}', { number })}
                    onClick={() => actions.remove(place)}
                  />
                </>
              )}
            </>
          )}
        </span>
      </div>
      {place.outcome.kind === 'list' && (
        <Level
          list={place.outcome.list}
          scope={place.outcome.pointer}
          label={t('Inside of {{branch}}', { branch: plainText(drawn.parts) })}
          select={select}
          chosen={chosen}
        />
      )}
    </li>
  );
}
