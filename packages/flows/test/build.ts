import type { JsonObject } from '@sluice/domain';
import { initialState, step, type Command, type PinnedFlow, type RunState, type StepInput } from '../src/index.js';
import { cores } from './cores.js';

/** `{ a: ['act', { next: 'b' }, config] }`, the first node being the entry. */
export function flowOf(
  nodes: Record<string, [type: string, ports?: Record<string, string>, config?: JsonObject]>,
  more: Partial<PinnedFlow> = {},
): PinnedFlow {
  return {
    semantics: 1,
    key: 'test',
    title: 'Test',
    version: 1,
    hash: 'h',
    subject: 'order',
    params: {},
    entry: Object.keys(nodes)[0]!,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, [type, , config]]) => [id, { type, config: config ?? {} }]),
    ),
    next: Object.fromEntries(Object.entries(nodes).map(([id, [, ports]]) => [id, ports ?? {}])),
    exits: [],
    rules: {},
    templates: {},
    makers: [],
    ...more,
  };
}

export const START = '2026-11-20T09:00:00.000Z';

type Untimed = StepInput extends infer I ? (I extends { at: string } ? Omit<I, 'at'> : never) : never;

/** A run in the hand: feed it, look at it. */
export class Run {
  state: RunState;
  commands: Command[] = [];
  at = START;

  constructor(readonly flow: PinnedFlow) {
    this.state = initialState(flow, {
      run: 'run_1',
      programme: 'demo',
      subject: { kind: 'order', id: 'ord_1' },
      at: START,
    });
    this.feed({ type: 'start' });
  }

  feed(input: Untimed): Command[] {
    const result = step(this.flow, cores, this.state, { ...input, at: this.at } as StepInput);
    this.state = result.state;
    this.commands = result.commands;
    return result.commands;
  }

  get types(): string[] {
    return this.commands.map((command) => command.type);
  }

  get key(): string {
    return this.state.positions[0]!.key;
  }
}
