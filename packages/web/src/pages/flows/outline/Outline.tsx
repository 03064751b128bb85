import { disconnect } from '@sluice/flows/edit/index';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { triggerId } from '../../../parts/flow/start.js';
import { triggerWords } from '../../../parts/flow/trigger.js';
import { cardWords, portWords, stepTitle } from '../../../parts/flow/words.js';
import { problemsByStep } from '../canvas/draw.js';
import { EmptyFlow } from '../canvas/EmptyFlow.js';
import { useFlowEditor } from '../editor/context.js';
import { AddBox } from '../palette/AddBox.js';
import { moveBranch } from './move.js';
import { StepActions } from './StepActions.js';
import type { OutlineOut, OutlineRow } from './tree.js';
import { useOutline } from './use-outline.js';

/** The flow as nested lists: all that the canvas does, without a mouse and without any width. */
export default function Outline({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const { document, problems, selection, apply, reveal, readOnly } = useFlowEditor();
  const outline = useOutline(onOpen);
  const { frame, rows, loose, order, adding, setAdding, said, renaming, setRenaming } = outline;
  const { put, join, shift, remove, copied, open, named, press } = outline;
  const marks = useMemo(() => problemsByStep(problems), [problems]);

  const out = (row: OutlineRow, each: OutlineOut) => {
    const name = portWords(row.node, each.key, t);
    const target = document.nodes.find(({ id }) => id === each.to);
    const path = `${row.id}|${each.key}`;
    const label = name || t('then');
    const elsewhere = target && !each.goesOn && each.rows.length === 0;
    // A way out that need not lead anywhere takes no room until the step is chosen.
    if (each.optional && !target && !selection.includes(row.id)) return null;
    if (each.goesOn && name === '' && adding !== path && readOnly) return null;
    return (
      <li key={each.key} className={`fo-out ${!target ? (each.optional ? 'opt' : 'open') : ''}`}>
        <div className="fo-line">
          <span className="fo-port">
            <i />
            {label}
          </span>
          <span className="fo-to ell">
            {each.goesOn || each.rows.length > 0 ? null : elsewhere ? (
              <button type="button" className="link" onClick={() => reveal(target.id, true)}>
                {t('goes to “{{step}}”', { step: stepTitle(target, t) })}
              </button>
            ) : (
              <em>{t('leads nowhere')}</em>
            )}
          </span>
          {!readOnly && (
            <span className="fo-acts">
              {moveBranch(document, row.id, each.key, -1) && (
                <IconButton
                  small
                  icon="up"
                  label={t('Try “{{port}}” earlier', { port: label })}
                  onClick={() => {
                    const edit = moveBranch(document, row.id, each.key, -1);
                    if (edit) apply(edit);
                  }}
                />
              )}
              {moveBranch(document, row.id, each.key, 1) && (
                <IconButton
                  small
                  icon="down"
                  label={t('Try “{{port}}” later', { port: label })}
                  onClick={() => {
                    const edit = moveBranch(document, row.id, each.key, 1);
                    if (edit) apply(edit);
                  }}
                />
              )}
              {target && (
                <IconButton
                  small
                  icon="x"
                  label={t('Let “{{port}}” lead nowhere', { port: label })}
                  onClick={() => apply(disconnect(document, { from: row.id, port: each.key, to: target.id }))}
                />
              )}
              <IconButton
                small
                icon="plus"
                label={t('Add or connect a step at “{{port}}”', { port: label })}
                aria-expanded={adding === path}
                onClick={() => setAdding(adding === path ? undefined : path)}
              />
            </span>
          )}
        </div>
        {adding === path && (
          <AddBox
            document={document}
            onKind={(type) => put(type, row.id, each.key)}
            onStep={(id) => join(row.id, each.key, id)}
            onClose={() => setAdding(undefined)}
          />
        )}
        {each.rows.length > 0 && <ol className="fo-list">{each.rows.map(step)}</ol>}
      </li>
    );
  };

  const step = (row: OutlineRow) => {
    const { id, node } = row;
    const words = node ? cardWords(node, t) : triggerWords(document.trigger, t);
    const title = words.map(({ text }) => text).join('');
    const problem = marks.get(id);
    const chosen = selection.includes(id);
    return (
      <li key={id} className={chosen ? 'sel' : ''}>
        <div className={`fo-step k-${stepCategory(node?.type ?? triggerId)}`}>
          <button
            type="button"
            className="fo-say"
            data-row={id}
            aria-current={chosen}
            tabIndex={
              chosen ||
              (selection.length === 0 && id === triggerId) ||
              (!order.includes(selection[0] ?? '') && id === triggerId)
                ? 0
                : -1
            }
            aria-label={[
              title,
              problem ? `${t('{{count}} problems', { count: problem.count })}: ${problem.message}` : '',
            ]
              .filter(Boolean)
              .join(', ')}
            onClick={() => open(id)}
          >
            <span className="fe-pi">
              <StepIcon type={node?.type ?? triggerId} size={14} />
            </span>
            <span className="say">
              {words.map((segment, index) => (segment.value ? <b key={index}>{segment.text}</b> : segment.text))}
            </span>
            {problem && (
              <span className={`fo-mark ${problem.severity}`} title={problem.message}>
                <Icon name={problem.severity === 'error' ? 'x' : 'alert'} size={12} />
              </span>
            )}
          </button>
          {node && !readOnly && (
            <StepActions
              step={title}
              acts={{
                up: () => shift(id, -1),
                down: () => shift(id, 1),
                rename: () => setRenaming(id),
                duplicate: () => copied(id),
                remove: () => remove(id),
              }}
            />
          )}
        </div>
        {renaming === id && node && (
          <input
            className="fo-name"
            autoFocus
            aria-label={t('Name of the step')}
            defaultValue={node.title ?? ''}
            placeholder={stepTitle({ ...node, title: '' }, t)}
            onBlur={(event) => named(id, event.currentTarget.value.trim())}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
              if (event.key === 'Escape') setRenaming(undefined);
            }}
          />
        )}
        <ul className="fo-outs">{row.outs.map((each) => out(row, each))}</ul>
      </li>
    );
  };

  return (
    <div className="fe-outline" ref={frame} onKeyDown={press}>
      {said !== undefined && (
        <p className="fo-said" role="alert">
          {said}
        </p>
      )}
      <ol className="fo-list" aria-label={t('Steps of the flow')}>
        {rows.map(step)}
      </ol>
      {document.nodes.length === 0 && !adding && (
        <EmptyFlow readOnly={readOnly} onAdd={() => setAdding(`${triggerId}|next`)} />
      )}
      {loose.length > 0 && (
        <>
          <h2 className="sec">{t('No path leads here')}</h2>
          {loose.map((list) => (
            <ol className="fo-list" key={list[0]?.id}>
              {list.map(step)}
            </ol>
          ))}
        </>
      )}
      {document.notes.length > 0 && (
        <>
          <h2 className="sec">{t('Notes')}</h2>
          <ul className="fo-notes">
            {document.notes.map((note) => (
              <li key={note.id} className="sub t12">
                {note.text}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
