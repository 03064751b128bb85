import type { Position, RunRecord } from '@sluice/flows';
import type { RunPosition, RunStepDto } from '@sluice/contracts';
import { compact } from './plain.js';

export function positionDto(position: Position): RunPosition {
  const { wait, park } = position;
  return compact({
    node: position.node,
    visit: position.visit,
    generation: position.generation,
    phase: position.phase,
    key: position.key,
    enteredAt: position.enteredAt,
    wait:
      wait &&
      compact({
        kind: wait.kind,
        until: wait.until,
        remindAt: wait.remindAt,
        events: wait.events,
        correlation: wait.correlation,
        filter: wait.filter,
        subject: wait.subject,
      }),
    park:
      park &&
      compact({
        code: park.code,
        message: park.message,
        attempts: park.attempts,
        since: park.since,
        unknownOutcome: park.unknownOutcome,
        requested:
          park.requested &&
          compact({
            type: park.requested.type,
            input: park.requested.input,
            reason: park.requested.reason,
            by: { id: park.requested.actor.id, name: park.requested.actor.name },
          }),
      }),
    edited: position.edited,
  });
}

export function stepDto(step: RunRecord['steps'][number]): RunStepDto {
  return compact({ ...step });
}
