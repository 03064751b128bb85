import { connect, createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that is free at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Throws one clear sentence when the port cannot be listened on; `what` names its use, `setting` how to choose another. */
export async function assertPortFree(port: number, what: string, setting: string): Promise<void> {
  const problem = await listenProblem(port);
  if (problem === undefined) return;
  const why =
    problem === 'EADDRINUSE' ? 'is taken by another program; stop it' : `cannot be used (${problem}); allow it`;
  throw new Error(`Port ${String(port)} for ${what} ${why} or choose another with ${setting}.`);
}

/** The error code of listening on the port, on all addresses; undefined when that works. */
async function listenProblem(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen(port, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

/** Says whether a server accepts connections there. */
export async function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
    socket.once('timeout', () => {
      settle(false);
    });
  });
}
