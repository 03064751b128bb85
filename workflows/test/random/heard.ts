import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';

/** Tells the test what a run has taken in, in the order in which it did. */
export interface HeardSinks extends Sinks {
  heard: { tell(heard: Heard): void };
}

export interface Heard {
  what: string;
  /** Counts from 1 in a history, and is the same when that is replayed. */
  number: number;
}

interface Asked {
  activityType: string;
  args: unknown[];
}

/** Loaded into the workflow sandbox beside the driver, which knows nothing of it. */
export const interceptors = (): WorkflowInterceptors => {
  const { heard } = proxySinks<HeardSinks>();
  let number = 0;
  const tell = (what: string): void => heard.tell({ what, number: ++number });
  const told = async (asked: Asked, next: () => Promise<unknown>): Promise<unknown> => {
    const key = keyOf(asked);
    try {
      return await next();
    } finally {
      if (key !== undefined) tell(key);
    }
  };
  return {
    inbound: [
      {
        async handleSignal(input, next) {
          const [value] = input.args as { id?: string; key?: string; outcome?: string }[];
          await next(input);
          if (input.signalName === 'exit') tell(`exit ${value?.outcome}`);
          else tell(value?.id === undefined ? `wake ${value?.key}` : `event ${value.id}`);
        },
        async handleUpdate(input, next) {
          const [value] = input.args as { id: string }[];
          const answer = await next(input);
          tell(`${input.name === 'decide' ? 'decision' : 'command'} ${value?.id}`);
          return answer;
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => told(input, () => next(input)),
        scheduleLocalActivity: (input, next) => told(input, () => next(input)),
      },
    ],
  };
};

/** What the run hears when that activity ends; undefined for those whose end it does not look at. */
function keyOf({ activityType, args }: Asked): string | undefined {
  const [input] = args as { key?: string; context?: { key: string; stage: string } }[];
  if (input?.context?.stage === 'remind') return undefined;
  if (activityType === 'registerWait') return `wait ${input?.key}`;
  if (activityType === 'effect') return `effect ${input?.context?.key}`;
  return undefined;
}
