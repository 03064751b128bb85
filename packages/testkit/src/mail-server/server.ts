import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMail {
  id: string;
  idempotencyKey: string | undefined;
  body: {
    to: string | string[];
    from: string;
    subject: string;
    html: string;
    text: string;
    headers?: Record<string, string>;
    attachments?: { filename: string; content: string; content_type?: string }[];
  };
}

/** What the next requests get instead of an answer; `lose_after` accepts the mail and says nothing. */
export type MailFault = '429' | '500' | '401' | 'lose_before' | 'lose_after' | 'html_error';

export interface MailServer {
  /** For `RESEND_BASE_URL`. */
  url: string;
  /** Mails as they would be delivered: one for each idempotency key. */
  delivered: ReceivedMail[];
  /** Every request's time (ms) and key, answered or not. */
  requests: { at: number; key: string | undefined; status: number | 'lost' }[];
  /** Faults for the next requests, one each. */
  fail(...faults: MailFault[]): void;
  close(): Promise<void>;
}

interface Answer {
  status: number | 'lost';
  body: unknown;
  headers?: Record<string, string>;
}

/**
 * Resend's `POST /emails` for tests: bearer key, required fields, idempotency (same key and body: the first answer; other
 * body: 409), and faults. https://resend.com/docs/api-reference/emails/send-email
 */
export async function startMailServer({
  apiKey = 're_test',
  host = '127.0.0.1',
  port = 0,
  page,
}: {
  apiKey?: string;
  host?: string;
  port?: number;
  /** Answers everything that is not for the provider: a catcher shows its mail by it. */
  page?: (path: string, delivered: readonly ReceivedMail[]) => { type: string; body: string | Buffer } | undefined;
} = {}): Promise<MailServer> {
  const delivered: ReceivedMail[] = [];
  const requests: MailServer['requests'] = [];
  const faults: MailFault[] = [];
  const known = new Map<string, { hash: string; id: string }>();

  function accept(request: IncomingMessage, raw: string): Answer {
    if (request.url !== '/emails' || request.method !== 'POST')
      return problem(404, 'not_found', 'The requested endpoint does not exist.');
    if (request.headers.authorization !== `Bearer ${apiKey}`)
      return problem(401, 'invalid_api_key', 'API key is invalid');
    const body = JSON.parse(raw) as ReceivedMail['body'];
    for (const field of ['from', 'to', 'subject'] as const)
      if (!body[field]) return problem(422, 'missing_required_field', `Missing \`${field}\` field.`);
    if (!/^[^\s@<>]+@[^\s@<>]+$|^[^<>]*<[^\s@<>]+@[^\s@<>]+>$/.test(body.from))
      return problem(422, 'invalid_from_address', 'Invalid `from` field.');

    const key = keyOf(request);
    const hash = createHash('sha256').update(raw).digest('hex');
    const first = key === undefined ? undefined : known.get(key);
    if (first)
      return first.hash === hash
        ? { status: 200, body: { id: first.id } }
        : problem(409, 'invalid_idempotent_request', 'Same idempotency key used with a different request payload.');
    const id = randomUUID();
    if (key !== undefined) known.set(key, { hash, id });
    delivered.push({ id, idempotencyKey: key, body });
    return { status: 200, body: { id } };
  }

  function answer(request: IncomingMessage, raw: string): Answer {
    switch (faults.shift()) {
      case '429':
        return { ...problem(429, 'rate_limit_exceeded', 'Too many requests.'), headers: { 'retry-after': '1' } };
      case '500':
        return problem(500, 'internal_server_error', 'An unexpected error occurred.');
      case '401':
        return problem(401, 'restricted_api_key', 'This API key is restricted.');
      case 'html_error':
        return { status: 502, body: '<html>Bad gateway</html>' };
      case 'lose_before':
        return { status: 'lost', body: undefined };
      case 'lose_after':
        accept(request, raw);
        return { status: 'lost', body: undefined };
      case undefined:
        return accept(request, raw);
    }
  }

  const server = createServer((request, response) => {
    const shown = request.method === 'GET' ? page?.(request.url ?? '/', delivered) : undefined;
    if (shown) {
      response.writeHead(200, { 'content-type': shown.type, 'content-security-policy': "default-src 'none'" });
      return void response.end(shown.body);
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body, headers } = answer(request, Buffer.concat(chunks).toString('utf8'));
      requests.push({ at: Date.now(), key: keyOf(request), status });
      if (status === 'lost') return void response.destroy();
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    delivered,
    requests,
    fail: (...more) => void faults.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function keyOf(request: IncomingMessage): string | undefined {
  const header = request.headers['idempotency-key'];
  return typeof header === 'string' ? header : undefined;
}

function problem(status: number, name: string, message: string): Answer {
  return { status, body: { statusCode: status, name, message } };
}
