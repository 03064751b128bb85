import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from '../../src/index.js';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..', '..');

const PROCESS = (name: string): string => `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
writeFileSync(join(process.env.SLUICE_DATA_DIR!, '${name}.pid'), String(process.pid));
console.log('SLUICE_READY ${name}');
setInterval(() => undefined, 1_000);
export {};
`;

const API = `
import { createServer } from 'node:http';
import { MongoClient } from 'mongodb';
const seeds = new MongoClient(process.env.MONGODB_URI!).db().collection('seeds');
createServer((_request, response) => {
  void seeds.countDocuments({}).then((count) => response.end(String(count)));
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('SLUICE_READY api'));
`;

const CLI = `
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
const client = new MongoClient(process.env.MONGODB_URI!);
const seeds = client.db().collection('seeds');
if (process.argv[2] === 'seed' && (await seeds.countDocuments({})) === 0) {
  await seeds.insertOne({ at: new Date() });
  const users = [{ role: 'admin', email: 'admin@example.com', password: 'secret' }];
  writeFileSync(join(process.env.SLUICE_DATA_DIR!, 'demo-credentials.json'), JSON.stringify({ users }));
}
await client.close();
`;

const FILES: Record<string, string> = {
  'package.json': '{ "type": "module" }',
  'package-lock.json': '{}',
  'packages/web/index.html': '<!doctype html><title>web</title>',
  'packages/worker/src/bundle.ts': `import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
const file = process.argv[2] ?? '';
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, 'bundle');`,
  'packages/cli/src/main.ts': CLI,
  'packages/api/src/main.ts': API,
  'packages/worker/src/main.ts': PROCESS('worker'),
  'packages/dispatcher/src/main.ts': PROCESS('dispatcher'),
  'packages/testkit/src/sandbox-rail/main.ts': PROCESS('sandbox-rail'),
};

/** A repository with the shape of ours and the smallest processes that can be supervised. */
export class SmallRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'sluice-start-'));
  readonly dataDir = join(this.root, '.sluice');
  port = 0;

  async make(): Promise<void> {
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    symlinkSync(join(REPOSITORY, 'node_modules'), join(this.root, 'node_modules'));
    this.port = await freePort();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  start(): Started {
    return new Started(this.root, this.port);
  }
}

/** One `npm start` of a small repository. */
export class Started {
  output = '';
  private readonly child: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(root: string, port: number) {
    const { npm_lifecycle_event: _npm, ...env } = process.env;
    this.child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'start.ts'), root], {
      env: { ...env, NODE_OPTIONS: '', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.output += data.toString();
      });
    }
    this.exited = new Promise((resolve) => {
      this.child.once('exit', (code) => {
        resolve(code);
      });
    });
  }

  /** Waits for a text in the output; throws with the output when the process ends first. */
  async says(text: string): Promise<void> {
    let ended = false;
    void this.exited.then(() => {
      ended = true;
    });
    while (!this.output.includes(text)) {
      if (ended) throw new Error(`Ended without saying "${text}":\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
