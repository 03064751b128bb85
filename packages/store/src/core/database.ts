import mongoose, { type Connection } from 'mongoose';
import { Collection } from './collection.js';
import type { Base, CollectionSpec } from './spec.js';

/** Called before and after each write with the write's name; tests end the process there. */
export type Failpoint = (name: string) => void | Promise<void>;

export interface DatabaseOptions {
  uri: string;
  database: string;
  failpoint?: Failpoint;
  now?: () => Date;
}

/** One connection of our own: majority writes with journal, primary reads, exact 64-bit integers as bigint. */
export class Database {
  readonly collections = new Map<string, Collection<Base>>();
  readonly failpoint: Failpoint;
  readonly now: () => Date;

  private constructor(
    readonly connection: Connection,
    options: DatabaseOptions,
  ) {
    this.failpoint = options.failpoint ?? (() => undefined);
    this.now = options.now ?? (() => new Date());
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const connection = mongoose.createConnection(options.uri, {
      dbName: options.database,
      useBigInt64: true,
      ignoreUndefined: true,
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: 10_000,
      maxPoolSize: 50,
    });
    await connection.asPromise();
    return new Database(connection, options);
  }

  /** Registers a collection; its name is used once. */
  collection<Doc extends Base>(spec: CollectionSpec<Doc>): Collection<Doc> {
    if (this.collections.has(spec.name)) throw new Error(`collection "${spec.name}" is registered twice`);
    const collection = new Collection(this, spec);
    this.collections.set(spec.name, collection as unknown as Collection<Base>);
    return collection;
  }

  /** Makes every index of every collection that is not there yet. */
  async createIndexes(): Promise<void> {
    await Promise.all([...this.collections.values()].map((collection) => collection.createIndexes()));
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
