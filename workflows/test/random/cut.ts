import { workflowInfo, type WorkflowInterceptors } from '@temporalio/workflow';

/**
 * Lets the server seem to ask for a new history as soon as the run has taken anything in in the present one: so it is cut after
 * every command. Before that it does not ask, as no server does at the beginning of a history.
 */
export const interceptors = (): WorkflowInterceptors => {
  let taken = false;
  const suggest = (): void => void Object.assign(workflowInfo(), { continueAsNewSuggested: taken });
  const take = async <T>(next: () => Promise<T>, counts = true): Promise<T> => {
    try {
      return await next();
    } finally {
      taken ||= counts;
      suggest();
    }
  };
  const moves = (activity: string): boolean => activity === 'effect' || activity === 'registerWait';
  return {
    inbound: [
      {
        handleSignal: (input, next) => take(() => next(input)),
        handleUpdate: (input, next) => take(() => next(input)),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => take(() => next(input), moves(input.activityType)),
        scheduleLocalActivity: (input, next) => take(() => next(input), moves(input.activityType)),
        startTimer: (input, next) => take(() => next(input)),
      },
    ],
    internals: [
      {
        activate(input, next) {
          suggest();
          next(input);
        },
      },
    ],
  };
};
