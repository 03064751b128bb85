import { z } from 'zod';
import { guardedCall, type CallResult } from '../outbound/call.js';

export interface SlackConnection {
  /** A bot token (`xoxb-…`), or the address of an incoming webhook. */
  secret: string;
  /** Slack's API; another one for trials and tests. */
  apiUrl?: string;
  allowLoopback?: boolean;
  timeoutMs?: number;
}

export type SlackResult =
  | { outcome: 'sent'; id?: string }
  /** Slack will not take it, however often it is told. */
  | { outcome: 'refused'; code: string; message: string }
  /** It did not take it now. */
  | { outcome: 'later'; code: string; message: string; retryAfterMs?: number }
  /** It may have taken it. */
  | { outcome: 'unknown'; code: string; message: string };

const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional(), ts: z.string().optional() });

/** Answers of chat.postMessage that pass by themselves: https://docs.slack.dev/reference/methods/chat.postMessage */
const passing = new Set([
  'ratelimited',
  'rate_limited',
  'service_unavailable',
  'fatal_error',
  'internal_error',
  'request_timeout',
]);

const sentences: Readonly<Record<string, (channel: string) => string>> = {
  channel_not_found: (channel) => `Slack knows no channel ${channel}, or the app may not see it.`,
  not_in_channel: (channel) => `The app is not in the Slack channel ${channel}. Invite it there, then retry.`,
  is_archived: (channel) => `The Slack channel ${channel} is archived.`,
  invalid_auth: () => 'Slack does not accept the token. Set a new one in the settings, then retry.',
  token_revoked: () => 'The Slack token was revoked. Set a new one in the settings, then retry.',
  account_inactive: () => 'The Slack account of the token is closed. Set a new one in the settings, then retry.',
  missing_scope: () => 'The Slack app lacks the permission chat:write. Give it to the app, then retry.',
  msg_too_long: () => 'The text is too long for Slack.',
  no_service: () => 'The incoming webhook was taken away in Slack. Set a new one in the settings, then retry.',
};

/** Posts a text to a channel, once. An incoming webhook has its own channel and is told none. */
export async function postToSlack(connection: SlackConnection, channel: string, text: string): Promise<SlackResult> {
  const { secret, apiUrl = 'https://slack.com/api', allowLoopback, timeoutMs = 10_000 } = connection;
  const hook = /^https?:/.test(secret);
  const result = await guardedCall({
    url: hook ? secret : `${apiUrl.replace(/\/+$/, '')}/chat.postMessage`,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(!hook && { authorization: `Bearer ${secret}` }),
    },
    body: JSON.stringify(hook ? { text } : { channel, text, unfurl_links: false }),
    timeoutMs,
    maxBytes: 16_384,
    ...(allowLoopback && { allowLoopback }),
  });
  return hook ? ofHook(result, channel) : ofApi(result, channel);
}

function ofApi(result: CallResult, channel: string): SlackResult {
  const early = withoutAnswer(result);
  if (early || result.kind !== 'answer') return early ?? unreadable();
  const parsed = answerSchema.safeParse(parse(result.body));
  if (!parsed.success) return result.status >= 400 ? refused(`http_${result.status}`, channel) : unreadable();
  const { ok, error = 'unknown_error', ts } = parsed.data;
  if (ok) return { outcome: 'sent', ...(ts !== undefined && { id: ts }) };
  return passing.has(error) ? later(error, result.retryAfterMs) : refused(error, channel);
}

/** An incoming webhook answers `ok`, or a code as plain text. */
function ofHook(result: CallResult, channel: string): SlackResult {
  const early = withoutAnswer(result);
  if (early || result.kind !== 'answer') return early ?? unreadable();
  const text = result.body.toString('utf8').trim();
  if (result.status < 300) return { outcome: 'sent' };
  return refused(/^[a-z_]{1,40}$/.test(text) ? text : `http_${result.status}`, channel);
}

/** Whatever is no answer of Slack's about the message. */
function withoutAnswer(result: CallResult): SlackResult | undefined {
  if (result.kind === 'refused') return { outcome: 'refused', code: result.code, message: result.message };
  if (result.kind === 'not_sent') return { outcome: 'later', code: result.code, message: result.message };
  if (result.kind === 'lost') return { outcome: 'unknown', code: result.code, message: result.message };
  if (result.status === 429) return later('ratelimited', result.retryAfterMs);
  if (result.status >= 500)
    return { outcome: 'unknown', code: 'server_error', message: `Slack answered ${result.status}.` };
  return undefined;
}

function later(code: string, retryAfterMs: number | undefined): SlackResult {
  return {
    outcome: 'later',
    code,
    message: `Slack asks to wait (${code}).`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function refused(code: string, channel: string): SlackResult {
  return { outcome: 'refused', code, message: sentences[code]?.(channel) ?? `Slack refused the message: ${code}.` };
}

function unreadable(): SlackResult {
  return { outcome: 'unknown', code: 'reply_unreadable', message: 'Slack’s answer cannot be read.' };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
