import { type JsonObject } from '@sluice/domain';
import { sameJson } from '@sluice/flows/same-json';
import type { RegisterWaitInput, RunState, RunStep } from '@sluice/flows';
import { cores } from '../cores.js';

/** A wait as it was begun. */
export interface SeenWait {
  kind: RegisterWaitInput['request']['kind'];
  node: string;
  visit: number;
  at: string;
  /** Seen to be over; absent while it goes on. */
  until?: string;
}

/** Events of a run's own: its start, its first workflow task, its end. */
const OWN_EVENTS = 6;

/** Watches a run: every step from the first, its waits, what each step set. */
export class Observer {
  private readonly steps: RunStep[] = [];
  private readonly waits: SeenWait[] = [];
  private readonly variables = new Map<number, JsonObject>();
  private vars: JsonObject = {};

  wait({ request, node, key }: RegisterWaitInput, at: string): void {
    this.waits.push({ kind: request.kind, node, visit: Number(key.split('/').at(-3)), at });
  }

  /** Looks at the state after an input; runs inside of the run are their own matter. */
  look(state: RunState, run: string): void {
    if (state.run !== run) return;
    const changed: RunStep[] = [];
    for (const step of [...state.amended, ...state.log, ...state.positions.map((position) => position.step)]) {
      const known = this.steps[step.number];
      if (known === step || (known?.endedAt !== undefined && step.endedAt === undefined)) continue;
      if (!known || !sameJson(known, step)) changed.push(step);
      this.steps[step.number] = step;
    }
    this.keep(state, changed);
  }

  result() {
    const steps = this.steps.filter((step) => step !== undefined);
    const waits = this.waits.map((wait) => {
      const step = steps.find(({ node, visit }) => node === wait.node && visit === wait.visit);
      return { ...wait, ...(step && { step: step.number }), ...(step?.endedAt && { until: step.endedAt }) };
    });
    const historyEvents = steps.reduce((sum, { type }) => sum + (cores[type]?.historyCost ?? 0), OWN_EVENTS);
    const variables = [...this.variables].map(([step, set]) => ({ step, set })).sort((a, b) => a.step - b.step);
    return { steps, waits, historyEvents, variables };
  }

  /** What has changed of the variables is the doing of the step that bears the name, or else of the one that has ended. */
  private keep(state: RunState, changed: readonly RunStep[]): void {
    const { vars } = state;
    if (vars === this.vars) return;
    for (const [name, value] of Object.entries(vars)) {
      if (sameJson(this.vars[name], value)) continue;
      const own = changed.find(({ node }) => node === name) ?? this.steps.findLast((step) => step?.node === name);
      const step = own ?? changed.find(({ endedAt }) => endedAt !== undefined) ?? changed[0] ?? this.steps.at(-1);
      const number = step?.number ?? 0;
      this.variables.set(number, { ...this.variables.get(number), [name]: value });
    }
    this.vars = vars;
  }
}
