import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next requests get instead of an answer; `lose_after` posts the message and says nothing. */
export type SlackFault = '429' | '500' | 'internal_error' | 'lose_before' | 'lose_after';

export interface SlackServer {
  /** For `apiUrl`, and with `/hook` behind it an incoming webhook. */
  url: string;
  posted: { channel: string; text: string }[];
  requests: number;
  fail(...faults: SlackFault[]): void;
  close(): Promise<void>;
}

/** Slack's `chat.postMessage` and incoming webhooks for tests: https://docs.slack.dev/reference/methods/chat.postMessage */
export async function startSlackServer({
  token = 'xoxb-test',
  channels = ['#partners'],
}: { token?: string; channels?: string[] } = {}): Promise<SlackServer> {
  const posted: SlackServer['posted'] = [];
  const faults: SlackFault[] = [];
  const counted = { requests: 0 };

  function post(path: string, authorization: string | undefined, raw: string): { status: number; body: string } {
    const { channel = '', text = '' } = JSON.parse(raw) as { channel?: string; text?: string };
    const api = (body: object) => ({ status: 200, body: JSON.stringify(body) });
    if (path === '/hook') {
      posted.push({ channel: '(hook)', text });
      return { status: 200, body: 'ok' };
    }
    if (path !== '/chat.postMessage') return { status: 404, body: 'no_service' };
    if (authorization !== `Bearer ${token}`) return api({ ok: false, error: 'invalid_auth' });
    if (!channels.includes(channel)) return api({ ok: false, error: 'channel_not_found' });
    posted.push({ channel, text });
    return api({ ok: true, ts: `${posted.length}.000100` });
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      counted.requests += 1;
      const raw = Buffer.concat(chunks).toString('utf8');
      const fault = faults.shift();
      if (fault === 'lose_before') return request.socket.destroy();
      if (fault === '429') return response.writeHead(429, { 'retry-after': '1' }).end('ratelimited');
      if (fault === '500') return response.writeHead(500).end('<html>oops</html>');
      if (fault === 'internal_error') return response.end(JSON.stringify({ ok: false, error: 'internal_error' }));
      const { status, body } = post(request.url ?? '', request.headers.authorization, raw);
      if (fault === 'lose_after') return request.socket.destroy();
      return response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posted,
    get requests() {
      return counted.requests;
    },
    fail: (...next) => void faults.push(...next),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
