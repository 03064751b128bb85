import type { Fleet, FleetNode } from '@sluice/contracts/fleet';
import type { FlowDocument } from '@sluice/flows';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSpan } from '../../../lib/time.js';
import { nodeHeight, type Place } from '../../../parts/flow/layout.js';
import { paramsOf } from '../../../parts/flow/params.js';
import PathCanvas, { type Beside, type CardState, type EdgeState } from '../../../parts/flow/PathCanvas.js';
import { edgeKey, triggerId } from '../../../parts/flow/start.js';
import { ZoomBox } from '../../../parts/flow/ZoomBox.js';
import { portWord } from '../../runs/label.js';

interface Props {
  document: FlowDocument;
  fleet: Fleet;
  picked: string | undefined;
  onPick: (node: string | undefined, status: string | undefined) => void;
}

const states = ['running', 'waiting', 'parked'] as const;

/** Figures of all runs on the cards of the flow. */
export function FleetCanvas({ document, fleet, picked, onPick }: Props) {
  const { t } = useTranslation();
  const nodes = useMemo(() => new Map(fleet.nodes.map((each) => [each.node, each])), [fleet]);
  const { cards, edges } = useMemo(() => {
    const shown = new Map<string, CardState>([[triggerId, { look: fleet.sampled > 0 ? 'on' : 'ahead' }]]);
    for (const { id } of document.nodes) {
      const at = nodes.get(id);
      const says =
        at && states.map((state) => (at[state] > 0 ? `${String(at[state])} ${t(state)}` : '')).filter(Boolean);
      shown.set(id, {
        look: at && at.parked > 0 ? 'park' : 'ahead',
        ...(says && says.length > 0 ? { says: says.join(', ') } : {}),
      });
    }
    const lines = new Map<string, EdgeState>();
    for (const edge of document.edges) {
      const count = nodes.get(edge.from)?.ports[edge.port] ?? 0;
      const all = Object.values(nodes.get(edge.from)?.ports ?? {}).reduce((sum, each) => sum + each, 0);
      const word = edge.port === 'next' ? '' : portWord(edge.port, t);
      const share =
        count === 0
          ? ''
          : all === count
            ? String(count)
            : `${String(count)} · ${String(Math.round((100 * count) / all))}\u202f%`;
      if (count === 0 && edge.port === 'on_error') continue;
      lines.set(edgeKey(edge), {
        look: count > 0 ? 'on' : 'off',
        text: [word, share].filter(Boolean).join(' '),
      });
    }
    return { cards: shown, edges: lines };
  }, [document, fleet, nodes, t]);
  const beside = useCallback(
    (places: ReadonlyMap<string, Place>): Beside[] =>
      fleet.nodes.flatMap((at): Beside[] => {
        const place = places.get(at.node);
        if (!place) return [];
        return [
          {
            id: `figures ${at.node}`,
            at: { x: place.x + 8, y: place.y + nodeHeight - 9 },
            above: true,
            content: <Figures at={at} onPick={onPick} />,
          },
        ];
      }),
    [fleet, onPick],
  );
  const params = useMemo(() => paramsOf(document, {}), [document]);
  return (
    <PathCanvas
      document={document}
      params={params}
      cards={cards}
      edges={edges}
      picked={picked}
      onPick={(node) => onPick(node, undefined)}
      beside={beside}
      margin={80}
      legend={
        <>
          <ZoomBox />
          <div className="float keybox">
            <span>
              {fleet.more
                ? t('Passages and times of the newest {{count}} runs', { count: fleet.sampled })
                : t('Passages and times of {{count}} runs', { count: fleet.sampled })}
            </span>
          </div>
        </>
      }
    />
  );
}

function Figures({ at, onPick }: { at: FleetNode; onPick: Props['onPick'] }) {
  const { t } = useTranslation();
  const drop = at.entered === 0 ? 0 : Math.round((100 * at.dropped) / at.entered);
  return (
    <div className="fleet-fig num">
      {states.map(
        (state) =>
          at[state] > 0 && (
            <button
              key={state}
              type="button"
              className={`fleet-count ${state}`}
              aria-label={t('Show the {{count}} runs that are {{state}} here', { count: at[state], state: t(state) })}
              onClick={() => onPick(at.node, state)}
            >
              {at[state]} {t(state)}
            </button>
          ),
      )}
      {at.medianMs !== undefined && at.medianMs >= 1000 && (
        <span title={t('Half of the visits took less')}>{formatSpan(at.medianMs)}</span>
      )}
      {at.dropped > 0 && (
        <span className="neg" title={t('{{count}} runs were stopped here', { count: at.dropped })}>
          −{drop || '<1'}&#8239;%
        </span>
      )}
    </div>
  );
}
