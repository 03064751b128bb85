import type { Id } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

export type CallState = 'sending' | 'answered' | 'refused' | 'unknown';

/** An outgoing webhook, by the effect that made it. `unknown`: whether it arrived is known to nobody. */
export interface Call {
  id: Id<'call'>;
  programme: string;
  url: string;
  body: string;
  state: CallState;
  tries: number;
  status?: number;
  /** The first 2 KB of the answer. */
  answer?: string;
  error?: { code: string; message: string };
  run?: string;
  createdAt: Date;
  answeredAt?: Date;
}

export function calls(db: Database) {
  const c = db.collection<Call>({
    name: 'calls',
    version: 1,
    fields: {
      url: 'string',
      body: 'string',
      state: 'string',
      tries: 'number',
      status: 'number',
      answer: 'string',
      error: 'plain',
      run: 'string',
      createdAt: 'date',
      answeredAt: 'date',
    },
    indexes: [{ keys: ['state', 'createdAt'] }, { keys: ['run'] }],
  });
  return {
    collection: c,
    insertOrRead: (call: Call, out?: Outgoing) => c.insertOrRead(call, out),
    get: (programme: string, id: Call['id']) => c.get(programme, id),

    /** Before it goes out again, to the address given now. */
    again: (programme: string, id: Call['id'], url: string) =>
      c.change(programme, id, (call) => ({
        set: { state: 'sending' as const, url, tries: call.tries + 1, error: undefined },
      })),

    /** How it went; what was answered once stays answered. */
    settle: (
      programme: string,
      id: Call['id'],
      set: Partial<Pick<Call, 'status' | 'answer' | 'error' | 'answeredAt'>> & { state: CallState },
    ) => c.change(programme, id, (call) => (call.state === 'answered' ? null : { set })),
  };
}
