import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import type { StoredFlow, ScheduleSpec, Store } from '@sluice/store';
import { taskQueue, workflowTypes } from '@sluice/runtime/names';
import { newestFlows } from './flow-index.js';

/** Temporal's schedules. Both may be repeated. */
export interface Schedules {
  put(programme: string, spec: ScheduleSpec): Promise<void>;
  remove(programme: string, spec: Pick<ScheduleSpec, 'kind' | 'key'>): Promise<void>;
}

/** Segments are asked about every hour, at a quarter past. */
const SEGMENT_CRON = '15 * * * *';

export function temporalSchedules({ schedule }: Client, taskQueuePrefix: string): Schedules {
  const idOf = (programme: string, { kind, key }: Pick<ScheduleSpec, 'kind' | 'key'>): string =>
    `${taskQueuePrefix}${programme}:${kind}:${key}`;
  return {
    async put(programme, spec) {
      const scheduleId = idOf(programme, spec);
      const action = {
        type: 'startWorkflow' as const,
        workflowType: spec.kind === 'flow' ? workflowTypes.fireSchedule : workflowTypes.reviewSegment,
        workflowId: scheduleId,
        taskQueue: taskQueue('bulk', taskQueuePrefix),
        args: [spec.kind === 'flow' ? { programme, flow: spec.key } : { programme, segment: spec.key }],
      };
      const options = {
        spec: { cronExpressions: [spec.cron], timezone: spec.timeZone },
        action,
        policies: {
          // Each firing of a flow counts; a segment that is being asked about need not be asked about again.
          overlap: spec.kind === 'flow' ? ScheduleOverlapPolicy.ALLOW_ALL : ScheduleOverlapPolicy.SKIP,
          catchupWindow: '1 day' as const,
        },
      };
      try {
        await schedule.create({ scheduleId, ...options });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await schedule.getHandle(scheduleId).update(({ state }) => ({ ...options, state }));
      }
    },

    async remove(programme, spec) {
      try {
        await schedule.getHandle(idOf(programme, spec)).delete();
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
      }
    },
  };
}

/**
 * Keeps the schedules in step with the newest published flows: Temporal is told first, then it is written down, so that a crash
 * between the two is told again. `all`: tells everything anew, for a server that has forgotten. Answers how many were told;
 * one that cannot be does not keep the others.
 */
export async function keepSchedules(
  { store, schedules, now }: { store: Store; schedules: Schedules; now(): Date },
  programme: string,
  options: { all: boolean; log(message: string, error: unknown): void },
): Promise<number> {
  const { timeZone } = await store.programmes.need(programme);
  const wanted = wantedSchedules(await newestFlows(store, programme), timeZone);
  const known = new Map((await store.schedules.all(programme)).map((one) => [nameOf(one), one]));
  let told = 0;
  const tell = async (spec: ScheduleSpec, on: boolean): Promise<void> => {
    try {
      await (on ? schedules.put(programme, spec) : schedules.remove(programme, spec));
      await store.schedules.told(programme, spec, on, now());
      told += 1;
    } catch (error) {
      options.log(`The times of the ${spec.kind} "${spec.key}" could not be set.`, error);
    }
  };
  for (const [name, spec] of wanted) {
    const before = known.get(name);
    const same = before?.on && before.cron === spec.cron && before.timeZone === spec.timeZone;
    if (!same || options.all) await tell(spec, true);
  }
  for (const [name, before] of known) if (before.on && !wanted.has(name)) await tell(before, false);
  return told;
}

function wantedSchedules(flows: readonly StoredFlow[], timeZone: string): Map<string, ScheduleSpec> {
  const specs = flows.flatMap(({ key, document: { trigger } }): ScheduleSpec[] => {
    if (trigger.type === 'schedule') return [{ kind: 'flow', key, cron: trigger.cron, timeZone: trigger.timeZone }];
    if (trigger.type === 'segment') return [{ kind: 'segment', key: trigger.segment, cron: SEGMENT_CRON, timeZone }];
    return [];
  });
  return new Map(specs.map((spec) => [nameOf(spec), spec]));
}

const nameOf = ({ kind, key }: Pick<ScheduleSpec, 'kind' | 'key'>): string => `${kind}:${key}`;
