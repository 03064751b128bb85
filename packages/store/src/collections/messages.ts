import type { JsonObject, MessageId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import { contains } from '../core/search.js';

export type MessageState = 'due' | 'sending' | 'sent' | 'failed' | 'suppressed';

/** An outgoing message; its id derives from what caused it, so that it is queued once. */
export interface Message {
  id: MessageId;
  programme: string;
  channel: string;
  template: string;
  to: string;
  locale: string;
  vars: JsonObject;
  subjectLine?: string;
  html?: string;
  text?: string;
  /** Files that go with it, by name; where each can be read again. */
  attachments?: { name: string; path: string }[];
  state: MessageState;
  provider?: string;
  providerId?: string;
  partner?: string;
  about?: { kind: string; id: string };
  run?: string;
  attempts: number;
  /** Not before this. */
  nextAttemptAt?: Date;
  error?: { code: string; message: string };
  createdAt: Date;
  sentAt?: Date;
}

/** The outbox. */
export function messages(db: Database) {
  const c = db.collection<Message>({
    name: 'messages',
    version: 1,
    quiet: true,
    fields: {
      channel: 'string',
      template: 'string',
      to: 'string',
      locale: 'string',
      vars: 'text',
      subjectLine: 'string',
      html: 'string',
      text: 'string',
      attachments: 'plain',
      state: 'string',
      provider: 'string',
      providerId: 'string',
      partner: 'string',
      about: 'plain',
      run: 'string',
      attempts: 'number',
      nextAttemptAt: 'date',
      error: 'plain',
      createdAt: 'date',
      sentAt: 'date',
    },
    lookups: { aboutId: 'string', search: 'string' },
    derive: (message) => ({
      aboutId: message.about?.id,
      search: `${message.to}\n${message.subjectLine ?? ''}\n${message.template}`.toLowerCase(),
    }),
    indexes: [
      { keys: ['state', 'createdAt'] },
      { keys: ['partner', 'createdAt'] },
      { keys: ['aboutId'] },
      { keys: ['run'] },
    ],
  });
  return {
    collection: c,

    /** Queues a message, once by id. */
    insertOrRead: (message: Omit<Message, 'state' | 'attempts'> & Partial<Pick<Message, 'state' | 'attempts'>>) =>
      c.insertOrRead({ state: 'due', attempts: 0, ...message }),

    get: (programme: string, id: MessageId) => c.get(programme, id),

    /** Messages to be sent now, oldest first. */
    async due(programme: string, now: Date, limit = 50) {
      const due = await c.find(programme, { state: 'due' }, { sort: { createdAt: 1, _id: 1 } });
      return due.filter(({ nextAttemptAt }) => !nextAttemptAt || nextAttemptAt <= now).slice(0, limit);
    },

    /** Messages that a sender took before `before` and did not answer for: it was killed. */
    async abandoned(programme: string, before: Date) {
      const sending = await c.find(programme, { state: 'sending' });
      return sending.filter(({ nextAttemptAt }) => !nextAttemptAt || nextAttemptAt < before);
    },

    /** Takes a due message for sending; null where another sender has it. `leaseUntil`: when it counts as abandoned. */
    async claim(programme: string, id: MessageId, leaseUntil: Date) {
      let won = false;
      const message = await c.change(programme, id, (doc) => {
        won = doc.state === 'due';
        return won
          ? { set: { state: 'sending' as const, attempts: doc.attempts + 1, nextAttemptAt: leaseUntil } }
          : null;
      });
      return won ? message : null;
    },

    /** As rendered, before it is given to the provider, so that what was sent can be read again. */
    setContent: (programme: string, id: MessageId, content: { subjectLine: string; html?: string; text?: string }) =>
      c.change(programme, id, () => ({ set: content })),

    markSent: (programme: string, id: MessageId, sent: { provider: string; providerId?: string; at: Date }) =>
      c.change(programme, id, (doc) =>
        doc.state === 'sent'
          ? null
          : {
              set: {
                state: 'sent' as const,
                provider: sent.provider,
                ...(sent.providerId === undefined ? {} : { providerId: sent.providerId }),
                sentAt: sent.at,
                error: undefined,
                nextAttemptAt: undefined,
              },
            },
      ),

    /** With `retryAt` it becomes due again at that time, otherwise it has failed for good. */
    markFailed: (programme: string, id: MessageId, error: { code: string; message: string }, retryAt?: Date) =>
      c.change(programme, id, (doc) =>
        doc.state === 'sent'
          ? null
          : { set: { state: retryAt ? ('due' as const) : ('failed' as const), error, nextAttemptAt: retryAt } },
      ),

    /** Before one that did not get through goes out again by whoever sent it. */
    again: (programme: string, id: MessageId) =>
      c.change(programme, id, (doc) =>
        doc.state === 'sent' || doc.state === 'suppressed'
          ? null
          : { set: { state: 'sending' as const, attempts: doc.attempts + 1, error: undefined } },
      ),

    /** Makes a failed or abandoned one due again. */
    requeue: (programme: string, id: MessageId) =>
      c.change(programme, id, (doc) =>
        doc.state === 'sent' || doc.state === 'suppressed'
          ? null
          : { set: { state: 'due' as const, nextAttemptAt: undefined } },
      ),

    suppress: (programme: string, id: MessageId, reason: { code: string; message: string }) =>
      c.change(programme, id, (doc) =>
        doc.state === 'sent' ? null : { set: { state: 'suppressed' as const, error: reason } },
      ),

    about: (programme: string, aboutId: string) => c.find(programme, { aboutId }, { sort: { createdAt: -1, _id: -1 } }),

    list: (
      programme: string,
      query: PageQuery & { state?: MessageState; partner?: string; search?: string; template?: string } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.state ? { state: query.state } : {}),
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.template ? { template: query.template } : {}),
          ...(query.search ? { search: contains(query.search) } : {}),
        },
        query,
      ),

    count: (programme: string, state: MessageState) => c.count(programme, { state }),
  };
}
