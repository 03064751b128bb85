import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A push as the CRM got it, answered or not. */
export interface CrmRequest {
  key: string | undefined;
  headers: IncomingHttpHeaders;
  /** The body as it came, which the signature covers. */
  raw: string;
  status: number | 'lost';
}

/** A lead as the CRM has it: one for each key. */
export interface CrmRecord {
  id: string;
  key: string;
  body: { type: string; id: string; fields: Record<string, unknown>; attribution: Record<string, unknown> };
}

/** What the next requests get; `lose_before` and `lose_after` end the connection before or after the lead is taken. */
export type CrmFault = '400' | '401' | '429' | '500' | 'lose_before' | 'lose_after';

export interface CrmServer {
  url: string;
  leads: CrmRecord[];
  requests: CrmRequest[];
  fail(...faults: CrmFault[]): void;
  close(): Promise<void>;
}

/** A CRM that takes leads by `POST /leads` and knows a repeated one by its `Idempotency-Key`; another body under it is a 409. */
export async function startCrmServer(): Promise<CrmServer> {
  const leads: CrmRecord[] = [];
  const requests: CrmRequest[] = [];
  const faults: CrmFault[] = [];
  const known = new Map<string, { hash: string; id: string }>();

  function take(key: string | undefined, raw: string): { status: number; body: unknown } {
    if (key === undefined) return { status: 400, body: { code: 'key_missing' } };
    const body = JSON.parse(raw) as CrmRecord['body'];
    // Who has been assigned meanwhile may differ between two attempts; which lead it is may not.
    const hash = createHash('sha256').update(body.id).digest('hex');
    const first = known.get(key);
    if (first)
      return first.hash === hash
        ? { status: 200, body: { id: first.id } }
        : { status: 409, body: { code: 'key_conflict' } };
    const id = `crm-${randomUUID()}`;
    known.set(key, { hash, id });
    leads.push({ id, key, body });
    return { status: 201, body: { id } };
  }

  function answer(request: IncomingMessage, key: string | undefined, raw: string) {
    if (request.method !== 'POST' || request.url !== '/leads') return { status: 404, body: { code: 'not_found' } };
    const fault = faults.shift();
    if (fault === 'lose_before') return undefined;
    if (fault === 'lose_after') {
      take(key, raw);
      return undefined;
    }
    if (fault !== undefined) return { status: Number(fault), body: { code: `told_${fault}` } };
    return take(key, raw);
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const header = request.headers['idempotency-key'];
      const key = typeof header === 'string' ? header : undefined;
      const reply = answer(request, key, raw);
      requests.push({ key, headers: request.headers, raw, status: reply?.status ?? 'lost' });
      if (!reply) return void response.destroy();
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/leads`,
    leads,
    requests,
    fail: (...more) => void faults.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
