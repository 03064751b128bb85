import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AddressInfo } from 'node:net';

const webFolder = fileURLToPath(new URL('../../', import.meta.url));

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface Chunk {
  fileName: string;
  isEntry: boolean;
  imports: string[];
  modules: string[];
}

/** Builds the app as it ships into a new folder (a few seconds) and tells what went into each chunk. */
export async function build(): Promise<{ folder: string; chunks: Chunk[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-web-'));
  const script = fileURLToPath(new URL('./build.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder], {
    cwd: webFolder,
    // Jest's own NODE_ENV would put React's development build into it.
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { folder, chunks: JSON.parse(stdout) as Chunk[] };
}

/** Serves the built app on a free port, every unknown address as the app itself, under the policy the API sets. */
export async function serve(dist: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = extname(path) ? join(dist, path) : join(dist, 'index.html');
    readFile(file).then(
      (body) => {
        response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
        response.setHeader(
          'content-security-policy',
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; object-src 'none'",
        );
        response.end(body);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => void rm(dist, { recursive: true, force: true }).then(() => resolve()));
      }),
  };
}
