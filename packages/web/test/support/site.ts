import { createServer, type Server } from 'node:http';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AddressInfo } from 'node:net';
import { madeOnce } from '@sluice/testkit/harness/made-once';

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

/**
 * Builds the app as it ships (a few seconds), once for all test files that ask while its sources stay the same, and tells what
 * went into each chunk.
 */
export async function build(): Promise<{ folder: string; chunks: Chunk[] }> {
  const made = await madeOnce('sluice-web', sources(), async (folder) => {
    const script = fileURLToPath(new URL('./build.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, join(folder, 'site')], {
      cwd: webFolder,
      // Jest's own NODE_ENV would put React's development build into it.
      env: { ...process.env, NODE_ENV: 'production' },
      maxBuffer: 64 * 1024 * 1024,
    });
    await writeFile(join(folder, 'chunks.json'), stdout);
  });
  const chunks = JSON.parse(await readFile(join(made, 'chunks.json'), 'utf8')) as Chunk[];
  return { folder: join(made, 'site'), chunks };
}

/** All that the browser may be sent. */
function sources(): string[] {
  const own = readdirSync(webFolder).filter((name) => !['dist', 'node_modules', 'test'].includes(name));
  const packages = ['domain', 'rules', 'flows', 'nodes', 'contracts', 'runtime', 'connectors'];
  return [
    ...own.map((name) => `packages/web/${name}`),
    ...packages.map((name) => `packages/${name}/src`),
    'packages/web/test/support/build.mjs',
    'package-lock.json',
  ];
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
        server.close(() => resolve());
      }),
  };
}
