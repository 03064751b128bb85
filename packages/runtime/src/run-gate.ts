import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcServiceError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CommandAnswer, Decision, DecisionAnswer, Migration, RunCommand } from '@sluice/flows';
import { signals, updates } from './names.js';
import { packFlow } from '@sluice/workflows/pack';

/** Why a run did not take an update. `unavailable` is safe to repeat under the same id; `closed` runs take none. */
export class GateRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'GateRefusal';
  }
}

/** The way into a run: synchronous updates, each with the caller's key as its id. */
export interface RunGate {
  decide(run: string, decision: Decision): Promise<DecisionAnswer>;
  command(run: string, command: RunCommand): Promise<CommandAnswer>;
  /** Has the run go on in another version; refused with `moved`, `busy`, `no_landing` or `same_version`. */
  migrate(run: string, migration: Migration): Promise<CommandAnswer>;
  /** Says that what a run waits for has happened; a run that is over, or a server that is away, is no error: sweepers look too. */
  wake(run: string, key: string): Promise<void>;
}

/** Over a Temporal client; waits at most `timeoutMs` for a worker to answer. */
export function temporalGate(client: Client, timeoutMs: number): RunGate {
  async function update<Answer, Argument>(run: string, name: string, id: string, argument: Argument): Promise<Answer> {
    const handle = client.workflow.getHandle(run);
    try {
      return await client.withDeadline(Date.now() + timeoutMs, () =>
        handle.executeUpdate<Answer, [Argument]>(name, { args: [argument], updateId: id }),
      );
    } catch (error) {
      throw refusalOf(error);
    }
  }
  return {
    decide: (run, decision) => update(run, updates.decide, decision.id, decision),
    command: (run, command) => update(run, updates.command, command.id, command),
    migrate: (run, migration) =>
      update(run, updates.migrate, migration.id, { ...migration, flow: packFlow(migration.flow) }),
    async wake(run, key) {
      try {
        await client.withDeadline(Date.now() + timeoutMs, () =>
          client.workflow.getHandle(run).signal(signals.wake, { key }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError) && !isGrpcServiceError(error)) throw error;
      }
    },
  };
}

function refusalOf(error: unknown): unknown {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure) return new GateRefusal(cause.type ?? 'failed', cause.message);
    return new GateRefusal('failed', cause?.message ?? error.message);
  }
  if (error instanceof WorkflowNotFoundError) return new GateRefusal('closed', 'The run is over.');
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcServiceError(error)) {
    return new GateRefusal(
      'unavailable',
      'No worker has answered in time. Nothing is lost: repeat it with the same Idempotency-Key.',
    );
  }
  return error;
}
