import type { RunDetail } from '@sluice/contracts/run';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeHeight, type Place } from '../../parts/flow/layout.js';
import { paramsOf } from '../../parts/flow/params.js';
import PathCanvas, { type Beside, type CardState, type EdgeState } from '../../parts/flow/PathCanvas.js';
import { edgeKey } from '../../parts/flow/start.js';
import { ZoomBox } from '../../parts/flow/ZoomBox.js';
import { ActionStrip, type Ask } from './ActionStrip.js';
import { edgeText } from './label.js';
import { drawnEdges, readPath } from './path.js';
import { positionsOf } from './positions.js';
import { WaitCard } from './WaitCard.js';

interface Props {
  run: RunDetail;
  picked: string | undefined;
  onPick: (node: string | undefined) => void;
  onAsk: (ask: Ask) => void;
}

/** The run on its flow: path taken, where each branch waits or is parked, the values passed on. */
export default function RunCanvas({ run, picked, onPick, onAsk }: Props) {
  const { t, i18n } = useTranslation();
  const params = useMemo(() => paramsOf(run.document, run.vars), [run]);
  const { cards, edges } = useMemo(() => {
    const path = readPath(run);
    const drawn = drawnEdges(run.document, path);
    const shown = new Map<string, CardState>();
    for (const [id, { look, step }] of path.nodes)
      shown.set(id, {
        look,
        ...(look === 'on' && step && step.attempts > 1 ? { badge: 'tried' as const } : {}),
        ...(step && step.attempts > 1 ? { says: t('{{count}} attempts', { count: step.attempts }) } : {}),
      });
    const lines = new Map<string, EdgeState>();
    for (const edge of drawn) {
      const { look, label } = path.edges.get(edgeKey(edge)) ?? { look: 'ahead' as const };
      const taken = look === 'on' || look === 'bad';
      const only = drawn.filter(({ from }) => from === edge.from).length === 1;
      const text = edgeText(edge.port, taken ? label : undefined, only, t, i18n.language);
      lines.set(edgeKey(edge), { look, text, value: taken && label !== undefined });
    }
    return { cards: shown, edges: lines };
  }, [run, t, i18n.language]);

  const beside = useCallback(
    (places: ReadonlyMap<string, Place>): Beside[] => {
      const left = Math.min(...[...places.values()].map(({ x }) => x));
      const clocks: Place[] = [];
      return positionsOf(run).flatMap((position): Beside[] => {
        const place = places.get(position.node);
        if (!place) return [];
        if (position.phase === 'parked')
          return [
            {
              id: `acts ${position.key}`,
              at: { x: place.x, y: place.y + nodeHeight + 7 },
              above: true,
              content: <ActionStrip run={run} at={position.key} onAsk={onAsk} />,
            },
          ];
        if (position.phase !== 'wait' || !position.wait) return [];
        const near = { x: place.x - 308, y: place.y - 24 };
        const blocked = [...places.values()].some(
          (other) => Math.abs(other.x - near.x - 8) < 232 && other.y > near.y - 70 && other.y < near.y + 180,
        );
        const at = blocked ? { x: left - 272, y: place.y - 24 } : near;
        while (clocks.some((other) => Math.abs(other.x - at.x) < 240 && Math.abs(other.y - at.y) < 170)) at.y += 170;
        clocks.push({ ...at });
        return [
          {
            id: `clock ${position.key}`,
            at,
            to: position.node,
            content: <WaitCard position={position} />,
          },
        ];
      });
    },
    [run, onAsk],
  );

  return (
    <PathCanvas
      document={run.document}
      params={params}
      cards={cards}
      edges={edges}
      picked={picked}
      onPick={onPick}
      beside={beside}
      margin={40}
      legend={
        <>
          <ZoomBox />
          <div className="float keybox">
            <span>
              <i /> {t('path taken')}
            </span>
            <span>
              <i className="k2" /> {t('not taken')}
            </span>
            <span>
              <i className="k3" /> {t('still ahead')}
            </span>
            <span>
              <b className="elab val">$</b> {t('value passed on')}
            </span>
          </div>
        </>
      }
    />
  );
}
