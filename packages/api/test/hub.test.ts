import { describe, expect, it } from '@jest/globals';
import { createHub } from '../src/live/hub.js';
import type { Change, ChangeSource } from '../src/live/hub.js';

function change(n: number): Change {
  return {
    event: {
      id: String(n),
      at: new Date(n).toISOString(),
      kind: 'run',
      subject: { kind: 'run', id: `run_${n}` },
      text: '',
    },
  };
}

/** A source whose changes are numbers; counts how often it is asked. */
function numbers() {
  const all: Change[] = [];
  let asked = 0;
  const source: ChangeSource = {
    head: async () => String(all.length),
    since: async (_programme, cursor) => {
      asked += 1;
      return { changes: all.slice(Number(cursor)), cursor: String(all.length) };
    },
  };
  return { source, all, asked: () => asked };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until it is so; the test's own time limit ends what never comes. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

describe('the live hub', () => {
  it('tells every listener each change once, from the moment it listens', async () => {
    const { source, all } = numbers();
    all.push(change(0));
    const hub = createHub(source, {
      everyMs: 5,
      onError: (error) => {
        throw error;
      },
    });
    const heard: string[][] = [[], []];
    const first = await hub.listen('demo', (one) => heard[0]?.push(one.event.id));
    const second = await hub.listen('demo', (one) => heard[1]?.push(one.event.id));
    all.push(change(1), change(2));
    await until(() => heard.every(({ length }) => length >= 2));
    // A change that is told twice is told in one of the next rounds.
    await pause(40);
    expect(heard).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    first.stop();
    second.stop();
  });

  it('stops asking when nobody listens any more', async () => {
    const { source, asked } = numbers();
    const hub = createHub(source, { everyMs: 5, onError: () => undefined });
    const { stop } = await hub.listen('demo', () => undefined);
    await until(() => asked() > 0);
    stop();
    // A round that had begun may come to its end.
    await pause(10);
    const before = asked();
    await pause(30);
    expect(asked()).toBe(before);
  });

  it('goes on from the same place after the source failed', async () => {
    const { source, all } = numbers();
    let broken = true;
    const errors: unknown[] = [];
    const flaky: ChangeSource = {
      head: source.head,
      since: async (...args) => {
        if (broken) throw new Error('database restarts');
        return source.since(...args);
      },
    };
    const hub = createHub(flaky, { everyMs: 5, onError: (error) => errors.push(error) });
    const heard: string[] = [];
    const { stop } = await hub.listen('demo', (one) => heard.push(one.event.id));
    all.push(change(7));
    await until(() => errors.length > 0);
    broken = false;
    await until(() => heard.length > 0);
    expect(heard).toEqual(['7']);
    stop();
  });
});
