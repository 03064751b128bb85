import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument, FlowEdge, FlowNode } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import type { Dice } from './roll.js';

/** What a drawing is made of, for the count of what a thousand of them cover. */
export interface Shape {
  nodes: number;
  /** How deep branches, rounds and paths lie in one another. */
  depth: number;
}

interface Drawing {
  key?: string;
  /** Blocks one after the other. */
  length?: number;
  /** Flows that may be run by a step. */
  inside?: readonly string[];
}

type Open = { from: string; port: string }[];
type Place = { depth: number; inBranch: boolean };

const MOST_DEEP = 3;

/** Kinds of blocks, each as often as it stands here. */
const blocks = [
  ...['store', 'store', 'store', 'store', 'mail', 'mail', 'money', 'pure', 'pure', 'decide', 'decide', 'split'],
  ...['wait', 'wait', 'event', 'event', 'event', 'digest', 'debounce', 'approval', 'approval', 'task', 'hold'],
  ...['parallel', 'parallel', 'parallel', 'loop', 'loop', 'for_each', 'for_each'],
] as const;

export const eventTypes = ['order.refunded', 'custom.seen', 'custom.asked'];
/** Wake keys that things of a random world have. */
export const wakeKeys = ['hold:w0', 'hold:w1', 'hold:w2'];

/**
 * A random flow that may be published: sequences of blocks, with branches, rounds and paths inside one another, all of real
 * node types.
 */
export function drawFlow(dice: Dice, drawing: Drawing = {}): { flow: FlowDocument; shape: Shape } {
  return new Sketch(dice, drawing).draw();
}

class Sketch {
  private readonly nodes: FlowNode[] = [];
  private readonly edges: FlowEdge[] = [];
  private deepest = 0;

  constructor(
    private readonly dice: Dice,
    private readonly drawing: Drawing,
  ) {}

  draw(): { flow: FlowDocument; shape: Shape } {
    const { dice } = this;
    const open = this.sequence(this.drawing.length ?? 2 + dice.roll(5), [{ from: 'trigger', port: 'next' }], {
      depth: 0,
      inBranch: false,
    });
    this.end(open, 'done');
    const flow: FlowDocument = {
      key: this.drawing.key ?? 'random',
      title: 'Random',
      subject: 'order',
      trigger: { type: 'manual' },
      parameters: [{ key: 'limit', title: 'Limit', type: 'integer', default: dice.roll(10) }],
      nodes: this.nodes,
      edges: this.edges,
      exits: dice.chance(15) ? [{ events: ['custom.left'], outcome: 'left' }] : [],
      notes: [],
      version: 1,
      hash: '',
    };
    return { flow, shape: { nodes: this.nodes.length, depth: this.deepest } };
  }

  private sequence(length: number, from: Open, place: Place): Open {
    this.deepest = Math.max(this.deepest, place.depth);
    let open = from;
    for (let count = 0; count < length; count += 1) open = this.block(open, place);
    return open;
  }

  private block(open: Open, place: Place): Open {
    const { dice } = this;
    const role = 'finance';
    const to = { kind: 'role', role: 'ops' };
    const { inside = [] } = this.drawing;
    if (inside.length > 0 && dice.chance(25)) return this.subflow(open, place, dice.one(inside));
    switch (dice.one(blocks)) {
      case 'store':
        return this.step(
          open,
          place,
          ...dice.one<[string, JsonObject]>([
            ['release', { commissions: ['com_1'] }],
            ['claw_back', {}],
            ['set_tier', { tier: 'gold' }],
            ['set_tier', { tier: 'silver' }],
            ['set_tier', { tier: 'bronze' }],
            ['compute_commission', { rule: 'standard' }],
            ['fraud_check', { rule: 'fraud', commissions: ['com_1'] }],
            ['rule', { rule: 'lead-routing', into: 'outcome', routes: ['sales'] }],
          ]),
        );
      case 'mail':
        return this.step(open, place, 'email', { template: 'paid', to });
      case 'money':
        return this.step(
          open,
          place,
          ...dice.one<[string, JsonObject]>([
            ['open_batch', {}],
            ['issue_statements', { batch: 'bat_1' }],
          ]),
        );
      case 'pure':
        return this.step(open, place, 'set', { values: { kept: dice.roll(10), limit: { $param: 'limit' } } });
      case 'decide':
        return this.step(open, place, 'decide', { branches: [{ port: 'yes', when: this.condition() }] });
      case 'split':
        return this.step(open, place, 'split', {
          shares: [
            { port: 'a', percent: 30 },
            { port: 'b', percent: 70 },
          ],
        });
      case 'wait':
        return this.step(open, place, 'wait', { for: this.duration() });
      case 'event':
        return this.step(open, place, 'wait_for_event', {
          events: this.events(),
          ...(dice.chance(30) && { filter: { '>': [{ var: 'event.data.amount' }, dice.roll(10)] } }),
          ...(dice.chance(75) && { for: this.duration() }),
        });
      case 'digest':
        return this.step(open, place, 'digest', { events: this.events(), for: this.duration(), max: 1 + dice.roll(4) });
      case 'debounce':
        return this.step(open, place, 'debounce', {
          events: this.events(),
          for: this.duration(),
          max: 1 + dice.roll(4),
        });
      case 'approval':
        return this.step(open, place, 'approval', {
          about: 'other',
          subject: 'sub_1',
          title: 'This',
          role,
          needed: 1 + dice.roll(2),
          ...(dice.chance(40) && { remind: this.duration() }),
          ...(dice.chance(50) && { timeout: this.duration() }),
        });
      case 'task':
        return this.step(open, place, 'task', {
          title: 'Look',
          role,
          ...(dice.chance(60) && { due: this.duration() }),
        });
      case 'hold':
        return this.step(open, place, 'hold', { commissions: ['com_1'], for: this.duration() });
      case 'parallel':
        return place.depth < MOST_DEEP ? this.branches(open, place) : open;
      case 'loop':
        return place.depth < MOST_DEEP ? this.loop(open, place) : open;
      case 'for_each':
        return place.depth < MOST_DEEP ? this.forEach(open, place) : open;
    }
  }

  /** A step whose ways out go on together, by a path of their own, or to an end. */
  private step(open: Open, place: Place, type: string, config: JsonObject): Open {
    const id = this.add(open, type, config);
    const core = catalogue[type]!.core;
    const ports = core.ports(config).map(({ key }) => key);
    if (core.effect && this.dice.chance(25)) ports.push('on_error');
    return ports.flatMap((port, index): Open => {
      const out = [{ from: id, port }];
      if (index === 0) return out;
      if (this.dice.chance(8)) {
        this.end(out, `early ${port}`);
        return [];
      }
      if (place.depth >= MOST_DEEP || !this.dice.chance(30)) return out;
      return this.sequence(1 + this.dice.roll(2), out, { ...place, depth: place.depth + 1 });
    });
  }

  private subflow(open: Open, place: Place, flow: string): Open {
    const { dice } = this;
    const config = {
      flow,
      ...(dice.chance(50) && { params: { limit: dice.roll(10) } }),
      ...(dice.chance(20) && { wait: false }),
    };
    return this.step(open, place, 'subflow', config);
  }

  private branches(open: Open, place: Place): Open {
    const ports = ['a', 'b', 'c', 'd'].slice(0, 2 + this.dice.roll(3));
    const id = this.add(open, 'parallel', { branches: ports.map((port) => ({ port })) });
    const inside = { depth: place.depth + 1, inBranch: true };
    const ends = ports.flatMap((port) => this.sequence(this.dice.roll(3), [{ from: id, port }], inside));
    const need = this.dice.one<Json>(['all', 'all', 'any', 1, 2]);
    return [{ from: this.add(ends, 'join', { need }), port: 'next' }];
  }

  private loop(open: Open, place: Place): Open {
    const until = this.dice.chance(40);
    const config = { max: 1 + this.dice.roll(3), ...(until && { until: this.condition() }) };
    const id = this.add(open, 'loop', config);
    const body = this.sequence(1 + this.dice.roll(2), [{ from: id, port: 'again' }], {
      ...place,
      depth: place.depth + 1,
    });
    this.lead(body, id);
    return ['done', ...(until ? ['limit'] : [])].map((port) => ({ from: id, port }));
  }

  private forEach(open: Open, place: Place): Open {
    const list = Array.from({ length: this.dice.roll(5) }, (_, index) => index);
    const id = this.add(open, 'for_each', { list, batch: 1 + this.dice.roll(2) });
    const body = this.sequence(1 + this.dice.roll(2), [{ from: id, port: 'each' }], {
      ...place,
      depth: place.depth + 1,
    });
    this.lead(body, id);
    return [{ from: id, port: 'done' }];
  }

  private add(open: Open, type: string, config: JsonObject): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push({ id, type, config });
    this.lead(open, id);
    return id;
  }

  private lead(open: Open, to: string): void {
    for (const { from, port } of open) this.edges.push({ from, port, to });
  }

  private end(open: Open, outcome: string): void {
    if (open.length > 0) this.add(open, 'end', { outcome });
  }

  /** Over what every run has; one of five cannot be read by some runs, and so parks them. */
  private condition(): Json {
    const { dice } = this;
    const limit = { var: 'params.limit' };
    return dice.one<Json>([
      { '>': [limit, dice.roll(10)] },
      { '<': [limit, dice.roll(10)] },
      { '==': [{ var: 'subject.kind' }, 'order'] },
      { '>': [{ var: 'event.data.amount' }, dice.roll(10)] },
      { '==': [{ var: 'subject.id' }, 'other'] },
    ]);
  }

  private events(): string[] {
    return this.dice.chance(30) ? eventTypes.slice(0, 2) : [this.dice.one(eventTypes)];
  }

  /** Between half an hour and two days and a half, to the second: hardly any two end together. */
  private duration(): string {
    return `PT${1_800 + this.dice.roll(210_000)}S`;
  }
}
