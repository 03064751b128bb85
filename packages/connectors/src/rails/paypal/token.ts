import { z } from 'zod';
import { callRail, type HttpAnswer } from '../http.js';

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Renewed this much before it ends. */
const marginMs = 60_000;

/** OAuth 2.0 client credentials: one token for many calls, asked for once however many wait for it. */
export function paypalTokens(options: { clientId: string; clientSecret: string; baseUrl: string; timeoutMs: number }) {
  let held: { value: string; until: number } | undefined;
  let asking: Promise<Token> | undefined;

  async function ask(signal?: AbortSignal): Promise<Token> {
    const answer = await callRail({
      url: `${options.baseUrl}/v1/oauth2/token`,
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      timeoutMs: options.timeoutMs,
      signal,
    });
    const parsed =
      answer.kind === 'answer' && answer.status === 200 ? tokenSchema.safeParse(answer.body).data : undefined;
    if (!parsed) return { kind: 'trouble', answer };
    held = { value: parsed.access_token, until: Date.now() + parsed.expires_in * 1000 - marginMs };
    return { kind: 'token', value: held.value };
  }

  return {
    async get(signal?: AbortSignal): Promise<Token> {
      if (held && held.until > Date.now()) return { kind: 'token', value: held.value };
      asking ??= ask(signal).finally(() => (asking = undefined));
      return asking;
    },
    /** It is no longer taken. */
    forget(value: string): void {
      if (held?.value === value) held = undefined;
    },
  };
}

type Token = { kind: 'token'; value: string } | { kind: 'trouble'; answer: HttpAnswer };
