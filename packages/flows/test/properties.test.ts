import { afterAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@sluice/domain';
import fc from 'fast-check';
import {
  simulate,
  type BufferedEvent,
  type EffectContext,
  type PinnedFlow,
  type RunCommand,
  type Script,
} from '../src/index.js';
import { flowOf, START } from './build.js';
import { cores } from './cores.js';

const DAY = 86_400_000;
const at = (days: number): string => new Date(Date.parse(START) + days * DAY).toISOString();

/** Ports of each node type, so that every one is drawn. */
const ports: Record<string, string[]> = {
  act: ['next', 'other'],
  pay: ['next'],
  pure: ['next'],
  choose: ['yes', 'no'],
  sleep: ['next'],
  listen: ['event', 'timeout'],
  ask: ['approved', 'rejected'],
  fan: ['a', 'b', 'c'],
  meet: ['next'],
};

/** Random flows: any port may lead to any node, so that loops are common; the first node and one end are always there. */
const flows: fc.Arbitrary<PinnedFlow> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...Object.keys(ports)),
      to: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
      onError: fc.boolean(),
    }),
    {
      minLength: 2,
      maxLength: 9,
    },
  )
  .map((nodes) => {
    const names = [...nodes.map((_, index) => `n${index}`), 'end'];
    return flowOf({
      ...Object.fromEntries(
        nodes.map((node, index) => {
          const drawn = Object.fromEntries(
            (ports[node.type] ?? []).map((port, i) => [port, names[node.to[i]! % names.length]!]),
          );
          const effect = ['act', 'pay'].includes(node.type);
          if (effect && node.onError) drawn['on_error'] = names[node.to[2]! % names.length]!;
          const config: JsonObject =
            node.type === 'choose'
              ? { when: { '==': [{ var: 'subject.id' }, node.to[2]! % 2 ? 'ord_1' : 'x'] } }
              : node.type === 'fan'
                ? { ways: 2 + (node.to[2]! % 2) }
                : node.type === 'meet'
                  ? { need: [1, 2, 'all'][node.to[1]! % 3]! }
                  : {};
          return [`n${index}`, [node.type, drawn, config] as [string, Record<string, string>, typeof config]];
        }),
      ),
      end: ['end'],
    });
  });

const seen: Record<string, number> = {};
const count = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1);

/** A world that answers by the key alone, so that two runs of the same flow are told the same. */
function world(seed: number): Script {
  const roll = (text: string, sides: number): number => {
    let hash = seed | 0;
    for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    return Math.abs(hash ^ (hash >>> 7)) % sides;
  };
  const actor = (day: number) => ({ id: `usr_${day % 2}`, name: 'U', roles: ['finance'] });
  return {
    at: START,
    subject: { kind: 'order', id: 'ord_1' },
    limit: 200,
    effect(context: EffectContext) {
      if (context.type === 'ask' && context.stage === 'enter') {
        const approval = {
          id: `apr_${context.key}`,
          subjectHash: 'h',
          role: 'finance',
          needed: 1 + roll(context.key, 2),
          makers: [],
          decisions: [],
        };
        return {
          wait: { kind: 'approval', approval, for: 'P9D', wake: `hold:${roll(context.key, 3)}`, remind: 'P2D' },
        };
      }
      if (context.type === 'ask') return { port: roll(context.key, 2) ? 'approved' : 'rejected' };
      const outcome = roll(context.key, 6);
      if (outcome === 0)
        return {
          fails: { code: 'refused', message: 'No.', attempts: 3, unknownOutcome: roll(`${context.key}?`, 2) === 0 },
        };
      return {
        port: outcome < 4 || context.type === 'pay' ? 'next' : 'other',
        output: { key: context.key },
        afterMs: roll(context.key, 3) * 1_000,
      };
    },
    events: Array.from({ length: 30 }, (_, day): { at: string; event: BufferedEvent } => ({
      at: at(day * 1.3),
      event: { id: `e${roll(`d${day}`, 20)}`, type: 'order.refunded', occurredAt: at(day), data: {} },
    })),
    wakes: Array.from({ length: 10 }, (_, day) => ({ at: at(day * 3.1), key: `hold:${day % 3}` })),
    answers: (approval) => [
      { afterMs: 3_600_000, outcome: 'approve', by: 'usr_a' },
      { afterMs: 7_200_000, outcome: roll(approval.id, 3) ? 'approve' : 'reject', by: 'usr_b' },
    ],
    commands: Array.from({ length: 20 }, (_, day): { at: string; command: RunCommand } => {
      const more = [{ type: 'retry' }, { type: 'edit', input: { x: 1 } }, { type: 'skip' }, { type: 'retry' }][
        roll(`c${day >> 1}`, 4)
      ]!;
      return {
        at: at(0.5 + day * 1.5),
        command: { id: `cmd${day}`, reason: 'because', actor: actor(day), ...more } as RunCommand,
      };
    }),
  };
}

describe('any flow, whatever happens to it', () => {
  it('has the same effects and the same end when it is cut after every command', () => {
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 1e9 }), (flow, seed) => {
        const whole = simulate(flow, cores, world(seed));
        const pieces = simulate(flow, cores, { ...world(seed), cut: true });
        for (const context of whole.effects) count(`effect ${context.type} ${context.stage}`);
        for (const input of whole.timeline) count(`input ${input.type}`);
        for (const entry of whole.state.log) count(`step ${entry.status}`);
        for (const act of whole.state.acts) count(`act ${act.type} ${act.status}`);
        count(`run ${whole.state.status}`);
        count(`branches ${Math.min(3, whole.branches)}`);
        expect(pieces.effects).toEqual(whole.effects);
        expect(pieces.state).toEqual(JSON.parse(JSON.stringify(whole.state)));
      }),
      { numRuns: 80, seed: 20_261_120, endOnFailure: true },
    );
  });

  it('never asks for two effects under one key, and raises the generation only after a definite failure', () => {
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 1e9 }), (flow, seed) => {
        const { effects, timeline } = simulate(flow, cores, world(seed));
        const failed = new Map(
          timeline.flatMap((input) => (input.type === 'effect_failed' ? [[input.key, input.failure] as const] : [])),
        );
        for (const context of effects) {
          if (context.generation === 1 || context.stage === 'remind') continue;
          const before = context.key.replace(/\d+$/, String(context.generation - 1));
          // Items of a visit share the generation: the one before may have had the failure.
          const earlier = [...failed].filter(
            ([key]) => key === before || key.startsWith(before.split('/').slice(0, 3).join('/')),
          );
          expect(earlier.some(([, failure]) => !failure.unknownOutcome)).toBe(true);
        }
      }),
      { numRuns: 50, seed: 7, endOnFailure: true },
    );
  });

  it('moves money once a visit, item and generation', () => {
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 1e9 }), (flow, seed) => {
        const { timeline } = simulate(flow, cores, world(seed));
        const done = timeline.flatMap((input) =>
          input.type === 'effect_done' ? [input.key.replace(/\/\d+$/, '')] : [],
        );
        expect(new Set(done).size).toBe(done.length);
      }),
      { numRuns: 50, seed: 8, endOnFailure: true },
    );
  });

  afterAll(() => {
    const rows = Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1));
    process.stdout.write(`distribution: ${rows.map(([what, times]) => `${what} ${times}`).join(' · ')}\n`);
  });
});
