import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Rail } from './rail.js';
import type { Reply } from './rail.js';
import { RailRecord } from './record.js';
import { WebhookSender } from './webhooks.js';
import type { WebhookTarget } from './webhooks.js';

export interface SandboxRailSettings {
  /** Where the record lies; made if absent. */
  directory: string;
  /** 0 (the default) finds a free one. */
  port?: number;
  /** Without it, no webhooks are sent; they wait in the record. */
  webhook?: WebhookTarget;
  /** From accepted to paid; 0: paid at once. 200 ms by default. */
  settleMs?: number;
}

export interface SandboxRailServer {
  url: string;
  record: RailRecord;
  close(): Promise<void>;
}

/** Starts the sandbox rail on this machine's own address only: it obeys everybody. */
export async function startSandboxRail(settings: SandboxRailSettings): Promise<SandboxRailServer> {
  const record = await RailRecord.open(settings.directory);
  const sender = new WebhookSender(record, settings.webhook);
  const rail = new Rail(record, settings.settleMs ?? 200, () => sender.wake());
  const server = createServer((request, response) => {
    handle(rail, request).then(
      (reply) => write(response, reply),
      (error: unknown) =>
        write(response, { kind: 'answer', status: 500, body: { code: 'server_error', detail: String(error) } }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port ?? 0, '127.0.0.1', resolve);
  });
  sender.wake();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    record,
    close: async () => {
      rail.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await sender.stop();
      await record.close();
    },
  };
}

async function handle(rail: Rail, request: IncomingMessage): Promise<Reply> {
  const { pathname } = new URL(request.url ?? '/', 'http://rail');
  const [collection, encoded, action, ...rest] = pathname.split('/').slice(1);
  const route = `${request.method} /${collection}${encoded ? '/:key' : ''}${action ? `/${action}` : ''}${rest.length ? '/…' : ''}`;
  const key = decodeURIComponent(encoded ?? '');
  switch (route) {
    case 'GET /healthz':
      return { kind: 'answer', status: 200, body: { status: 'ok' } };
    case 'POST /payouts':
      return rail.send(await readJson(request));
    case 'GET /payouts':
      return rail.list();
    case 'GET /payouts/:key':
      return rail.find(key);
    case 'POST /payouts/:key/pay':
      return rail.settle(key, 'pay');
    case 'POST /payouts/:key/fail':
      return rail.settle(key, 'fail');
    case 'POST /payouts/:key/return':
      return rail.settle(key, 'return');
    case 'POST /faults':
      return rail.addFault(await readJson(request));
    case 'DELETE /faults':
      return rail.clearFaults();
    default:
      return { kind: 'answer', status: 404, body: { code: 'route_not_found', detail: `There is no ${route}.` } };
  }
}

const LARGEST_BODY = 1_000_000;

/** The body as JSON; what is none is left to the schema, as undefined. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'lose') {
    response.destroy();
    return;
  }
  const send = (): void => {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(reply.body));
  };
  if (reply.afterMs) setTimeout(send, reply.afterMs);
  else send();
}
