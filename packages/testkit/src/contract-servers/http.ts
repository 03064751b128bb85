import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What happens to the next request that would move money: the connection ends `lose_before` or `lose_after` it was dealt with,
 * an error is answered before (`500`, `429`) or after it (`500_after`).
 */
export type ProviderFault = 'lose_before' | 'lose_after' | '500' | '500_after' | '429';

export interface ProviderRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}

export interface ProviderAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A payment as the provider has it on its own record: what was paid counts, not what we believe. */
export interface ProviderPayment {
  /** Our key, as the provider was given it. */
  key: string;
  id: string;
  amount: string;
  currency: string;
  to: string;
  state: 'pending' | 'paid' | 'refused' | 'returned';
}

export interface ContractServer {
  url: string;
  /** Every payment it has ever made. */
  payments(): ProviderPayment[];
  /** What was sent that the published API does not allow, in words; empty where all was right. */
  violations: string[];
  fail(...faults: ProviderFault[]): void;
  /** The provider forgets the keys it has seen, as it does when their life is over. */
  expireKeys(): void;
  /** What becomes of a payment later. */
  settle(id: string, how: 'paid' | 'refused' | 'returned'): void;
  requests: number;
  close(): Promise<void>;
}

/** The HTTP side of a provider: reads a request, lets faults strike those that move money, answers. */
export async function serve(
  handle: (request: ProviderRequest) => ProviderAnswer,
  moves: (request: ProviderRequest) => boolean,
  faults: ProviderFault[],
  count: () => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    void read(incoming).then((request) => {
      count();
      const fault = moves(request) ? faults.shift() : undefined;
      if (fault === 'lose_before') return void incoming.socket.destroy();
      if (fault === '500') return write(response, { status: 500, body: { name: 'INTERNAL_SERVER_ERROR' } });
      if (fault === '429') return write(response, { status: 429, headers: { 'retry-after': '1' }, body: {} });
      const answer = handle(request);
      if (fault === 'lose_after') return void incoming.socket.destroy();
      if (fault === '500_after') return write(response, { status: 500, body: { name: 'INTERNAL_SERVER_ERROR' } });
      return write(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails half-way must not hold the process.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(incoming: IncomingMessage): Promise<ProviderRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://provider');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(response: ServerResponse, { status, body, headers }: ProviderAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
