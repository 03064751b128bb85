import { canonicalJson, sha256Hex, type Json } from '@sluice/domain';
import type { LandingPlace, MigrationPreview } from '@sluice/contracts';
import { landing, type Landing, type NodeCores, type PinnedFlow } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { storedPositions, type Store, type StoredRun } from '@sluice/store';

const cores: NodeCores = Object.fromEntries(Object.entries(catalogue).map(([type, { core }]) => [type, core]));

type WaitingRun = Pick<StoredRun, 'id' | 'flow' | 'current' | 'beside'>;

/** Where every run of older versions would be in another one, counted by version and step. */
export async function previewLanding(
  store: Store,
  programme: string,
  flow: string,
  asked: { do: 'migrate' | 'restart'; to: PinnedFlow; from?: number[]; map?: Readonly<Record<string, string>> },
): Promise<MigrationPreview> {
  const runs = (await store.runs.select(programme, { flow, ...(asked.from && { versions: asked.from }) })).filter(
    (run) => !(run.flow.version === asked.to.version && run.flow.hash === asked.to.hash),
  );
  const versions = new Map<number, PinnedFlow | undefined>();
  for (const version of new Set(runs.map((run) => run.flow.version)))
    versions.set(version, (await store.flows.get(programme, flow, version))?.pinned);
  const rows = new Map<string, MigrationPreview['rows'][number]>();
  for (const run of runs) {
    const { version } = run.flow;
    const node = run.current?.node ?? '';
    const place = placeOfRun(run, asked, versions.get(version));
    const key = canonicalJson([version, node, place as unknown as Json]);
    const row = rows.get(key) ?? { version, node, runs: 0, place };
    rows.set(key, { ...row, runs: row.runs + 1 });
  }
  const all = [...rows.values()].sort((a, b) => b.version - a.version || a.node.localeCompare(b.node));
  const stays = all.reduce((sum, row) => ('stays' in row.place ? sum + row.runs : sum), 0);
  return { hash: hashOf(runs), runs: runs.length, moves: runs.length - stays, stays, rows: all };
}

function placeOfRun(
  run: WaitingRun,
  asked: { do: 'migrate' | 'restart'; to: PinnedFlow; map?: Readonly<Record<string, string>> },
  from: PinnedFlow | undefined,
): LandingPlace {
  if (asked.do === 'restart') return { restarts: true };
  const positions = storedPositions(run);
  if (!from || positions.length === 0) return { stays: 'busy' };
  return placeOf(landing(from, asked.to, positions, asked.map ?? {}, cores), run.current?.node ?? '');
}

/** A run moves with all its branches or not at all: what keeps one of them keeps it. */
export function placeOf(places: Landing, node: string): LandingPlace {
  const kept = places.find(({ lands }) => 'stays' in lands)?.lands;
  if (kept && 'stays' in kept) return { stays: kept.stays };
  const lands = (places.find((place) => place.node === node) ?? places[0])?.lands;
  if (!lands || 'stays' in lands) return { stays: 'busy' };
  return { node: lands.node, how: 'keeps' in lands ? 'keeps' : 'enters' };
}

/** Names exactly these runs at exactly these positions. */
function hashOf(runs: readonly WaitingRun[]): string {
  const seen = runs.map((run) => [
    run.id,
    run.flow.version,
    storedPositions(run).map(({ key, phase }) => [key, phase]),
  ]);
  return sha256Hex(canonicalJson(seen as Json));
}
