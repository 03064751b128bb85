import type { JsonObject } from '@sluice/domain';
import type { Migration, PinnedFlow, RunState } from '@sluice/flows';

/** Argument of `flowRun`; the flow as `packFlow` (`@sluice/workflows/pack`) wrote it. */
export interface FlowRunArgs {
  run: string;
  programme: string;
  flow: PackedFlow;
  subject: { kind: string; id: string };
  /** The triggering event: `{ id, type, occurredAt, data }`; becomes `vars.event`. */
  event?: JsonObject;
  /** Over the flow's defaults. */
  params?: JsonObject;
  /** Who started it by hand: added to the makers of the flow version. */
  startedBy?: string;
  /** Who else made what it makes: who began it anew, the makers of the run that it is part of. */
  makers?: string[];
  /** Correlation keys by which exits find this run; default: `<subject kind>:<subject id>`. */
  correlation?: string;
  /** Set by continue-as-new and by an import: the run goes on from here. */
  state?: RunState;
}

export type PackedFlow = { json: PinnedFlow } | { gzip: string };

/** Argument of the `migrate` update. */
export type MigrateArgs = Omit<Migration, 'flow'> & { flow: PackedFlow };

export interface FlowRunResult {
  status: 'completed' | 'stopped';
  outcome: string;
}
