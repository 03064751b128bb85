import type { Mailer } from './mailer.js';

/** Where the built-in outbox keeps what it delivers: the stored message itself, marked. */
export interface OutboxSink {
  /** Marks the stored message as delivered to the outbox; doing it twice changes nothing. */
  markDelivered(messageId: string, at: Date): Promise<void>;
}

/** The mailer without a provider: mail stays here, to be read in the console, and never reaches the network. */
export function outboxMailer(sink: OutboxSink, now: () => Date = () => new Date()): Mailer {
  return {
    key: 'outbox',
    send: async ({ id }) => {
      await sink.markDelivered(id, now());
      return { providerId: `outbox:${id}` };
    },
  };
}
