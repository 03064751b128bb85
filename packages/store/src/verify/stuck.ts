import type { PendingEntry } from '../core/outgoing.js';
import { defaultGraceMs, reporter, type Check } from './problem.js';

/** Nothing waits for a relay, a dispatcher, a start or a mail sender that should have come long ago. */
export const nothingStuck: Check = async (store, programme, options) => {
  const { problems, report } = reporter(programme);
  const now = options.now ?? new Date();
  const since = new Date(now.getTime() - (options.graceMs ?? defaultGraceMs));
  for (const collection of store.database.collections.values()) {
    if (collection.spec.quiet) continue;
    const due = await collection.model
      .find({ programme, relay: 'due' }, { pending: 1 })
      .lean<{ _id: string; pending?: PendingEntry[] }[]>();
    for (const { _id, pending = [] } of due)
      if (pending.some(({ at }) => at < since))
        report('not_relayed', collection.spec.name, _id, `What a change of ${_id} said has not left its document.`);
  }
  for (const state of ['due', 'failed'] as const)
    for (const event of await store.events.collection.find(programme, { dispatch: state }))
      if (event.receivedAt < since)
        report(
          'not_dispatched',
          'event',
          event.id,
          `${event.type} ${event.sourceId} is ${state} and has not been dispatched.`,
        );
  for (const admission of await store.admissions.due(programme, Number.MAX_SAFE_INTEGER))
    if (admission.admittedAt < since)
      report('not_started', 'run', admission.run, `The run ${admission.run} was admitted and never started.`);
  for (const message of await store.messages.abandoned(programme, since))
    report(
      'not_sent',
      'message',
      message.id,
      `The message ${message.id} was taken for sending and never answered for.`,
    );
  return problems;
};
