/** Thrown where the caller cannot decide: a stable `code` and one sentence that a person understands. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** A refusal that the caller decides about: the other half of every `decide…` answer. */
export interface Refusal {
  ok: false;
  code: string;
  message: string;
}

export function refuse(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
