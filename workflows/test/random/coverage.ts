import type { Plan } from './plan.js';

/** What a lot of random runs have met, so that a reader sees what the comparison is worth. */
export class Coverage {
  private readonly counts = new Map<string, number>();
  private readonly lists: Record<'nodes' | 'depth' | 'branches' | 'taken', number[]> = {
    nodes: [],
    depth: [],
    branches: [],
    taken: [],
  };

  constructor(private readonly plans: readonly Plan[]) {
    for (const plan of plans) this.add(plan);
  }

  private add({ shape, simulated, run, children }: Plan): void {
    const { state, timeline, effects, branches } = simulated;
    const met = new Set<string>();
    for (const step of state.log) {
      met.add(`step ${step.type}`);
      if (step.status !== 'done') met.add(`left ${step.status}`);
      if (step.port === 'on_error') met.add('left by on_error');
    }
    for (const input of timeline) {
      if (input.type === 'effect_failed') met.add(input.failure.unknownOutcome ? 'unknown outcome' : 'failure');
      else met.add(input.type);
    }
    for (const act of state.acts) met.add(`${act.type} ${act.status}`);
    for (const { stage, generation } of effects) {
      if (stage === 'remind') met.add('reminder');
      if (generation > 1) met.add('generation 2 or more');
    }
    if (branches > 1) met.add('branches at once');
    if (Object.values(state.visits).some((count) => count > 1)) met.add('a step twice or more');
    for (const { parent, simulated: inside } of children) {
      met.add(parent?.run === run ? 'a run inside' : 'a run inside of one inside');
      met.add(parent?.waits ? 'a run that is waited for' : 'a run that goes on by itself');
      for (const input of inside.timeline)
        if (input.type === 'exit') met.add(`a run inside is stopped: ${input.outcome}`);
    }
    for (const what of met) this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    this.lists.nodes.push(shape.nodes);
    this.lists.depth.push(shape.depth);
    this.lists.branches.push(branches);
    this.lists.taken.push(timeline.length);
  }

  /** What none of the runs has met, of what a comparison must not do without. */
  missing(): string[] {
    return needed.filter((what) => !this.counts.has(what));
  }

  text(): string {
    const spread = Object.entries(this.lists).map(([what, list]) => {
      const sorted = [...list].sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
      return `${what} ${at(0)}–${at(0.5)}–${at(1)}`;
    });
    const counts = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${what} ${count}`);
    return `${this.plans.length} flows (least–middle–most: ${spread.join(', ')}): ${counts.join(' · ')}`;
  }
}

const needed = [
  ...['parallel', 'join', 'loop', 'for_each', 'split', 'decide', 'set', 'wait', 'wait_for_event', 'digest', 'debounce'],
  ...['approval', 'task', 'hold', 'email', 'open_batch', 'end'],
]
  .map((type) => `step ${type}`)
  .concat(['left failed', 'left skipped', 'left by on_error', 'unknown outcome', 'failure', 'reminder'])
  .concat([
    'retry done',
    'edit done',
    'skip done',
    'stop done',
    'decide done',
    'branches at once',
    'a step twice or more',
    'a run inside',
    'a run inside of one inside',
    'a run that is waited for',
    'a run that goes on by itself',
    'a run inside is stopped: parent_closed',
  ]);
