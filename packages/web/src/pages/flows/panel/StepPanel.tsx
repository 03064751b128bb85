import { catalogue } from '@sluice/nodes/catalogue';
import { useTranslation } from 'react-i18next';
import { IconButton, Tile } from '../../../parts/basics.js';
import { kindOf, titleOf } from '../../runs/nodeKinds.js';
import { useFlowEditor } from '../editor/context.js';

/** Beside the canvas: the chosen step and where its paths lead. */
export function StepPanel() {
  const { t } = useTranslation();
  const { document, selection, select } = useFlowEditor();
  const node = selection.length === 1 ? document.nodes.find(({ id }) => id === selection[0]) : undefined;
  if (!node) return null;
  const kind = kindOf(node.type);
  const ports = catalogue[node.type]?.core.ports(node.config) ?? [];
  return (
    <aside className="panel" aria-label={t('The step')}>
      <div className={`phead k-${kind.category}`}>
        <Tile icon={kind.icon} kind={kind.category} />
        <div className="grow">
          <div className="cap">{t(kind.word)}</div>
          <h2 className="t14 b">{titleOf(node, t)}</h2>
        </div>
        <IconButton small icon="x" label={t('Close')} onClick={() => select([])} />
      </div>
      <div className="pbody">
        <h3 className="sec">{t('Paths out')}</h3>
        <ul>
          {ports.map((port) => {
            const edge = document.edges.find(({ from, port: key }) => from === node.id && key === port.key);
            const target = document.nodes.find(({ id }) => id === edge?.to);
            return (
              <li key={port.key}>
                {port.title}: {target ? titleOf(target, t) : t('leads nowhere')}
              </li>
            );
          })}
        </ul>
      </div>
    </aside>
  );
}
