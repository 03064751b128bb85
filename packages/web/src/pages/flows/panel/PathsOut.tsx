import { Select } from '@mantine/core';
import type { FlowNode } from '@sluice/flows';
import { connect, disconnect } from '@sluice/flows/edit/index';
import { endAfter } from '@sluice/flows/lint/compose';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { portWords, stepTitle } from '../../../parts/flow/words.js';
import { portsOf } from '../canvas/ports.js';
import { useFlowEditor } from '../editor/context.js';

const NEW_END = '+end';

/** Where each way out leads; those that lead nowhere can be connected here, without the canvas. */
export function PathsOut({ node }: { node: FlowNode | undefined }) {
  const { t } = useTranslation();
  const { document, apply, reveal, readOnly } = useFlowEditor();
  const [choosing, setChoosing] = useState<string | null>(null);
  const from = node?.id ?? 'trigger';
  const edges = document.edges.filter((edge) => edge.from === from);
  const ports = portsOf(node, edges).filter(({ key }) => key !== 'on_error' || edges.some(({ port }) => port === key));
  const onError =
    portsOf(node, []).some(({ key }) => key === 'on_error') && !edges.some(({ port }) => port === 'on_error');
  const draw = (port: string, to: string) => {
    setChoosing(null);
    if (to === NEW_END && node) {
      const [fix] = endAfter(document, node, port, { code: 'add_end', params: { port } });
      if (fix) apply(fix.edit);
    } else apply(connect(document, { from, port, to }));
  };
  const shown = choosing === 'on_error' ? [...ports, { key: 'on_error', optional: true }] : ports;
  if (ports.length === 0) return null;
  return (
    <section className="fp-paths" aria-label={t('Paths out')}>
      {ports
        .filter(({ key, optional }) => optional && key !== 'on_error' && !edges.some(({ port }) => port === key))
        .map(({ key }) => (
          <p key={key} className="warnbox fp-warn">
            <Icon name="alert" size={14} />
            <span>
              {t('No path for')} <b className="b">{portWords(node, key, t)}</b>: {t('the run would park.')}
            </span>
          </p>
        ))}
      <h3 className="cap">{t('Paths out')}</h3>
      <ul>
        {shown.map(({ key }) => {
          const edge = edges.find(({ port }) => port === key);
          const target = document.nodes.find(({ id }) => id === edge?.to);
          const name = portWords(node, key, t) || t('then');
          return (
            <li key={key}>
              <i className={edge ? 'fp-port' : 'fp-port open'} aria-hidden="true" />
              <span className="fp-portname">{name}</span>
              {choosing === key ? (
                <Select
                  className="grow"
                  aria-label={t('Where “{{name}}” leads', { name })}
                  data={[
                    ...document.nodes
                      .filter(({ id }) => id !== from)
                      .map((each) => ({ value: each.id, label: stepTitle(each, t) })),
                    ...(node ? [{ value: NEW_END, label: t('A new end') }] : []),
                  ]}
                  value={edge?.to ?? null}
                  searchable
                  autoFocus
                  defaultDropdownOpened
                  comboboxProps={{ width: 260, position: 'bottom-end' }}
                  onChange={(to) => to !== null && draw(key, to)}
                  onBlur={() => setChoosing(null)}
                />
              ) : (
                <>
                  {edge ? (
                    <button type="button" className="linkish grow ell" onClick={() => reveal(edge.to, true)}>
                      {target ? stepTitle(target, t) : edge.to}
                    </button>
                  ) : (
                    <span className="grow" />
                  )}
                  {!readOnly &&
                    (edge ? (
                      <>
                        <IconButton
                          small
                          icon="edit"
                          label={t('Lead “{{name}}” elsewhere', { name })}
                          onClick={() => setChoosing(key)}
                        />
                        <IconButton
                          small
                          icon="x"
                          label={t('Remove the path of “{{name}}”', { name })}
                          onClick={() => apply(disconnect(document, edge))}
                        />
                      </>
                    ) : (
                      <button type="button" className="linkish acc" onClick={() => setChoosing(key)}>
                        {t('Connect…')}
                      </button>
                    ))}
                </>
              )}
            </li>
          );
        })}
      </ul>
      {onError && !readOnly && choosing !== 'on_error' && (
        <Button look="ghost" size="sm" icon="plus" onClick={() => setChoosing('on_error')}>
          {t('Path for errors')}
        </Button>
      )}
    </section>
  );
}
