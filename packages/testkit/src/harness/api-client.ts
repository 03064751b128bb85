import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoCredentials } from '@sluice/cli/demo/seed';
import { signedRequest } from '../stripe.js';

export interface Answer<T = unknown> {
  status: number;
  body: T;
}

export interface Request {
  /** E-mail of who asks; the API key by default. */
  as?: string;
  body?: unknown;
  /** Idempotency key. */
  key?: string;
}

/**
 * A client as a careful integration writes one: what has no answer, or 5xx, or "still in progress" is asked again, with the
 * same body and the same key, until there is an answer.
 */
export class ApiClient {
  /** Requests that were acknowledged only at a later try. */
  repeated = 0;
  /** Requests without an answer yet: their paths by an id of their own. */
  readonly open = new Map<string, string>();
  private readonly cookies = new Map<string, Promise<string>>();

  constructor(
    readonly baseUrl: string,
    private readonly credentials: DemoCredentials,
  ) {}

  async call<T = unknown>(method: string, path: string, { as, body, key }: Request = {}): Promise<Answer<T>> {
    const headers: Record<string, string> = {
      ...(await this.who(as)),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() }),
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.persist(path, { method, headers, ...(text !== undefined && { body: text }) });
  }

  /** Posts a signed delivery of Stripe's; throws for anything but 202. */
  async stripe(payload: unknown): Promise<void> {
    const { body, headers } = signedRequest(payload, this.credentials.webhookSecrets['stripe'] ?? '');
    const answer = await this.persist('/v1/webhooks/stripe', { method: 'POST', headers, body });
    if (answer.status !== 202) throw new Error(`Stripe's event was answered ${answer.status}.`);
  }

  /** One try, whatever comes of it. */
  async once<T = unknown>(method: string, path: string, { as, body, key }: Request = {}): Promise<Answer<T>> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: { ...(await this.who(as)), 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  private async persist<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const id = randomUUID();
    this.open.set(id, path);
    try {
      return await this.untilAnswered(path, init);
    } finally {
      this.open.delete(id);
    }
  }

  private async untilAnswered<T>(path: string, init: RequestInit, forMs = 600_000): Promise<Answer<T>> {
    const end = Date.now() + forMs;
    for (let tries = 0; ; tries += 1) {
      const response = await fetch(this.baseUrl + path, { ...init, signal: AbortSignal.timeout(30_000) }).catch(
        () => undefined,
      );
      const text = await response?.text().catch(() => undefined);
      if (response && text !== undefined && response.status < 500) {
        const body = (text === '' ? undefined : JSON.parse(text)) as T;
        if ((body as { code?: string } | undefined)?.code !== 'idempotency_in_progress') {
          if (tries > 0) this.repeated += 1;
          return { status: response.status, body };
        }
      }
      if (Date.now() > end) throw new Error(`${init.method} ${path} has no answer: ${response?.status} ${text}`);
      await sleep(300);
    }
  }

  private async who(email: string | undefined): Promise<Record<string, string>> {
    if (email === undefined) return { authorization: `Bearer ${this.credentials.apiKey}` };
    const cookie = this.cookies.get(email) ?? this.signIn(email);
    this.cookies.set(email, cookie);
    return { cookie: await cookie, origin: this.baseUrl };
  }

  private async signIn(email: string): Promise<string> {
    const user = this.credentials.users.find((one) => one.email === email);
    for (let tries = 0; ; tries += 1) {
      const response = await fetch(`${this.baseUrl}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: this.baseUrl },
        body: JSON.stringify({ email, password: user?.password }),
      }).catch(() => undefined);
      if (response?.ok)
        return response.headers
          .getSetCookie()
          .map((line) => line.split(';')[0])
          .join('; ');
      if (tries > 100) throw new Error(`${email} cannot sign in: ${response?.status}`);
      await sleep(300);
    }
  }
}
