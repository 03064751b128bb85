import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyStandardWebhook } from '@sluice/connectors';

/** `lose_after` takes the call and says nothing, `slow` never answers, a number is the status, an address redirects. */
export type HookFault = number | 'lose_before' | 'lose_after' | 'slow' | `http${string}`;

export interface ReceivedCall {
  id: string;
  path: string;
  verified: boolean;
  body: unknown;
}

export interface HookServer {
  url: string;
  /** Every call that was taken, repeated ones too: a receiver knows them by their id. */
  received: ReceivedCall[];
  fail(...faults: HookFault[]): void;
  /** What `GET` of a path answers, for trials of a page's check. */
  page(path: string, html: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

/** Somebody's webhook for tests: checks the signature as Standard Webhooks say, keeps what came, and misbehaves when told. */
export async function startHookServer(secret: string): Promise<HookServer> {
  const received: ReceivedCall[] = [];
  const faults: HookFault[] = [];
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const fault = faults.shift();
      if (fault === 'lose_before') return request.socket.destroy();
      if (fault === 'slow') return undefined;
      if (typeof fault === 'number') return response.writeHead(fault).end(`answers ${fault}`);
      if (fault !== undefined && fault !== 'lose_after') return response.writeHead(302, { location: fault }).end();
      if (request.method === 'GET') {
        const page = pages.get(path);
        return page
          ? response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html)
          : response.writeHead(404).end();
      }
      const rawBody = Buffer.concat(chunks);
      const checked = verifyStandardWebhook({ rawBody, headers: request.headers, secrets: [secret], now: new Date() });
      received.push({
        id: String(request.headers['webhook-id']),
        path,
        verified: checked.ok,
        body: JSON.parse(rawBody.toString('utf8')) as unknown,
      });
      if (fault === 'lose_after') return request.socket.destroy();
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{"thanks":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    fail: (...next) => void faults.push(...next),
    page: (path, html, headers = {}) => void pages.set(path, { html, headers }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
