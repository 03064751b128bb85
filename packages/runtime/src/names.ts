/**
 * Names that the worker, the API, the dispatcher and the workflow bundle share. Pure: this file imports nothing, so that the
 * bundle takes no more than these words.
 */
export const taskQueues = { flows: 'flows', money: 'money', mail: 'mail', bulk: 'bulk' } as const;

/** Task queue with the prefix that keeps several installations (and tests) apart on one Temporal server. */
export function taskQueue(name: keyof typeof taskQueues, prefix: string): string {
  return `${prefix}${taskQueues[name]}`;
}

export const workflowTypes = {
  flowRun: 'flowRun',
  backtest: 'backtest',
  bulk: 'bulk',
  fireSchedule: 'fireSchedule',
  reviewSegment: 'reviewSegment',
} as const;

export const signals = { event: 'event', wake: 'wake', exit: 'exit' } as const;

export const updates = { decide: 'decide', command: 'command', migrate: 'migrate' } as const;

export const queries = { state: 'state' } as const;

/** Set at start only; an upsert would cost an event in history each time. */
export const searchAttributes = { flow: 'SluiceFlow', version: 'SluiceVersion', subject: 'SluiceSubject' } as const;
