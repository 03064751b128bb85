import { randomUUID } from 'node:crypto';
import type { Problem } from '@sluice/contracts/problem';
import { Trouble } from './tool.js';

export interface ServerOptions {
  url?: string;
  key?: string;
  json?: boolean;
}

/** The rules and flows of a server, over its HTTP API. What it refuses is told with every reason and its place. */
export class Server {
  private constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** The server that is named by options or environment; undefined where none is. */
  static of({ url, key }: ServerOptions): Server | undefined {
    const address = url ?? process.env['SLUICE_URL'];
    const secret = key ?? process.env['SLUICE_API_KEY'];
    if (!address) return undefined;
    if (!secret) throw new Trouble('Give an API key with --key, or in SLUICE_API_KEY.');
    if (!URL.canParse(address)) throw new Trouble(`"${address}" is no address of a server.`);
    return new Server(address.replace(/\/+$/, ''), secret);
  }

  /** As `of`, for what cannot be done without a server. */
  static needed(options: ServerOptions): Server {
    const server = Server.of(options);
    if (!server)
      throw new Trouble('This takes a server: name it with --url and --key, or SLUICE_URL and SLUICE_API_KEY.');
    return server;
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.ask<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.ask<T>('PUT', path, body);
  }

  /** As `get`; undefined where there is no such thing. */
  async find<T>(path: string): Promise<T | undefined> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof Trouble && error.cause === 404) return undefined;
      throw error;
    }
  }

  private async ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    }).catch((error: unknown) => {
      throw new Trouble(`${this.url} does not answer: ${error instanceof Error ? error.message : String(error)}`);
    });
    const text = await response.text();
    if (!response.ok) throw new Trouble(refusal(response.status, text), { cause: response.status });
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Trouble(`${this.url} does not answer as Sluice does.`);
    }
  }
}

function refusal(status: number, text: string): string {
  try {
    const { title, detail, errors = [] } = JSON.parse(text) as Partial<Problem>;
    return [
      `${status} ${detail ?? title ?? ''}`.trim(),
      ...errors.map(({ pointer, code, message }) => `  ${pointer || '/'} ${code}: ${message}`),
    ].join('\n');
  } catch {
    return `The server answers ${status}.`;
  }
}
