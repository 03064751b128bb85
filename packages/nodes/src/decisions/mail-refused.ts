import { NonRetryable } from '../activity-types.js';

/** Why a mail's template parks its step: it must be changed, trying again cannot help. */
export function mailRefused(error: unknown): NonRetryable {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  return new NonRetryable(code === 'no_locale' ? code : 'template_error', message);
}
