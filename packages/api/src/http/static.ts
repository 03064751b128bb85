import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * Serves a built single-page application: hashed assets for a year, pages fresh, `.br` and `.gz` beside a file where the
 * caller takes them, and `index.html` for every address that a page, not a program, asks for.
 */
export function servePages(root: string): RequestHandler {
  const base = path.resolve(root);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const wanted = path.join(base, path.normalize(decodeURIComponent(request.path)));
    const inside = wanted.startsWith(base + path.sep) && isFile(wanted);
    if (!inside && (path.extname(request.path) !== '' || !request.accepts('html'))) {
      next();
      return;
    }
    const file = inside ? wanted : path.join(base, 'index.html');
    if (!isFile(file)) {
      next();
      return;
    }
    response.set('Content-Type', types[path.extname(file)] ?? 'application/octet-stream');
    response.set(
      'Cache-Control',
      inside && request.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    response.vary('Accept-Encoding');
    const packed = encodings.find(([name, ending]) => request.acceptsEncodings(name) && existsSync(file + ending));
    if (packed) response.set('Content-Encoding', packed[0]);
    const chosen = packed ? file + packed[1] : file;
    response.set('Content-Length', String(statSync(chosen).size));
    if (request.method === 'HEAD') response.end();
    else createReadStream(chosen).on('error', next).pipe(response);
  };
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}
