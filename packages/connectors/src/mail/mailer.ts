/** A mail ready to go. `id` is the stored message's id. */
export interface OutgoingMail {
  id: string;
  to: string;
  /** `Name <address>` or an address. */
  from: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  /** Must be the same bytes at every attempt: the provider compares what comes under one key. */
  attachments?: readonly MailAttachment[];
  /** Equal for every attempt; the provider delivers a key once. The message's id by default. */
  idempotencyKey?: string;
}

export interface MailAttachment {
  name: string;
  type: string;
  /** Made where a provider takes it, and only then: mail that stays here needs no file. */
  content: () => Promise<Buffer>;
}

/** Delivers mail. Rejects with a `MailError`; the same mail may be sent again where it is `retryable`. */
export interface Mailer {
  /** `resend` or `outbox`. */
  key: string;
  send(mail: OutgoingMail): Promise<{ providerId: string }>;
}

/** Why a mail was not taken. `retryable`: it may be later on; otherwise the mail or the settings must change. */
export class MailError extends Error {
  override name = 'MailError';
  constructor(
    readonly code: string,
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
