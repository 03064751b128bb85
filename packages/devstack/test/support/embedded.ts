import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import { silent, startMongo, type RunningMongo } from '../../src/index.js';

/** An embedded database in a temporary folder that a test can kill and start again on the same file. */
export class EmbeddedFixture {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'sluice-embedded-'));
  private server: RunningMongo | undefined;
  private client: MongoClient | undefined;

  async start(): Promise<Db> {
    this.server = await startMongo({ dataDir: this.dataDir, log: silent, port: 'free', only: 'embedded' });
    this.client = new MongoClient(this.server.uri, { retryWrites: false, serverSelectionTimeoutMS: 2_000 });
    return this.client.db('contract');
  }

  get kind(): string | undefined {
    return this.server?.kind;
  }

  /** SIGKILL to the whole group: no hook of ours runs. */
  async kill(): Promise<void> {
    if (this.server?.pid) process.kill(-this.server.pid, 'SIGKILL');
    await this.server?.exited;
    await this.client?.close(true);
  }

  fileMegabytes(): number {
    return statSync(join(this.dataDir, 'embedded.mv.db')).size / 1_000_000;
  }

  async stop(): Promise<void> {
    await this.client?.close(true);
    await this.server?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** Calls the action again and again until it is over: by work done, not by the clock alone, for machines differ. */
export async function repeatUntil(isOver: () => boolean, action: (call: number) => Promise<void>): Promise<void> {
  for (let call = 0; !isOver(); call += 1) await action(call);
}
