import { addDuration, derivedId, type JsonObject } from '@sluice/domain';
import {
  simulate,
  type CaseRun,
  type EffectAnswer,
  type EffectContext,
  type FlowDocument,
  type Happening,
  type PinnedFlow,
  type Script,
  type SimulationCase,
} from '@sluice/flows';
import { failureOf } from '../activity-types.js';
import { cores } from '../cores.js';
import { simulations } from '../simulations.js';
import { answersTo, type AnswerMark } from './answers.js';
import { demoWorld } from './demo.js';
import { concerned, eventOf, project, runEvent } from './events.js';
import { judge } from './expectations.js';
import { faultAt, underFault, type FaultMark } from './faults.js';
import { laidOver } from './lay.js';
import type { FlowLibrary, WorldDocuments } from './library.js';
import { pinnedBy } from './pinned.js';
import { Observer } from './observer.js';
import { read, type Documents } from './documents.js';
import { timelineOf } from './timeline.js';
import { SimulatedWorld } from './world.js';

/**
 * Tells a case to a flow and says what came of it. Nothing is sent or stored; the same case gives the same bytes, in the browser
 * as on the server. Throws `PinError` for a flow that cannot be executed.
 */
export function runCase(flow: FlowDocument | PinnedFlow, oneCase: SimulationCase, library: FlowLibrary): CaseRun {
  return new Telling(pinnedBy(flow, library), oneCase, library).run();
}

/** Several cases of one flow, in their order. */
export function runCases(
  flow: FlowDocument | PinnedFlow,
  cases: readonly SimulationCase[],
  library: FlowLibrary,
): CaseRun[] {
  const pinned = pinnedBy(flow, library);
  return cases.map((oneCase) => runCase(pinned, oneCase, library));
}

/** The world as it is when a case begins: the invented one, the programme's, the case's own. */
export function worldBefore({ subject, startsAt, world }: SimulationCase, library: FlowLibrary): SimulatedWorld {
  const at = new Date(startsAt).toISOString();
  const demo = demoWorld(library.programme, { at, subject });
  const laid = laidOver(laidOver(demo, library.demo), world, demo);
  return new SimulatedWorld(library, ownedBy(laid, library.programme.key), at);
}

/** A case that ships names no programme: its documents are those of whoever tells it. */
function ownedBy(documents: WorldDocuments, programme: string): WorldDocuments {
  return Object.fromEntries(
    Object.entries(documents).map(([collection, byId]) => [
      collection,
      Object.fromEntries(Object.entries(byId).map(([id, document]) => [id, { programme, ...document }])),
    ]),
  );
}

/** One case being told. */
class Telling {
  private readonly world: SimulatedWorld;
  private readonly answers: AnswerMark[] = [];
  private readonly faults: FaultMark[] = [];
  private readonly delivered = new Set<string>();
  private readonly observer = new Observer();
  private readonly start: string;
  private readonly runId: string;
  private told = false;

  constructor(
    private readonly pinned: PinnedFlow,
    private readonly scripted: SimulationCase,
    private readonly library: FlowLibrary,
  ) {
    const { subject, startsAt } = scripted;
    this.start = new Date(startsAt).toISOString();
    this.world = worldBefore(scripted, library);
    this.runId = derivedId('run', library.programme.key, pinned.key, subject.kind, subject.id, scripted.id);
  }

  run(): CaseRun {
    const { scripted, pinned, world, start, observer } = this;
    const { until = 'P1Y', subject, params } = scripted;
    const trigger = this.trigger();
    const end = addDuration(new Date(start), until, world.programme.timeZone).toISOString();
    const script: Script = {
      at: start,
      until: end,
      programme: world.programme.key,
      run: this.runId,
      subject,
      ...(trigger && { event: trigger }),
      ...(params && { params }),
      timeZone: this.zones(),
      effect: (ctx, at) => this.effect(ctx, at),
      child: (ctx) => this.child(ctx),
      waits: (input, at) => {
        if (input.run === this.runId) observer.wait(input, at);
        return answersTo(input, scripted.answers, world, at, (mark) => this.answers.push(mark));
      },
      arising: () => this.arising(),
      watch: (state) => observer.look(state, this.runId),
    };
    const { state, endedAt } = simulate(pinned, cores, script);
    const told = { ...observer.result(), answers: this.answers, faults: this.faults, delivered: this.delivered };
    const seen = {
      case: scripted.id,
      state,
      steps: told.steps,
      startedAt: start,
      endedAt,
      mails: world.mails,
      effects: world.effects,
      variables: told.variables,
      historyEvents: told.historyEvents,
      twice: world.twice,
    };
    const timeline = timelineOf(pinned, scripted, { ...seen, ...told }, world.programme.timeZone);
    return { ...seen, timeline, failed: judge(scripted.expect, seen, world.programme.timeZone) };
  }

  /** The event that starts the run, folded into its documents. */
  private trigger(): JsonObject | undefined {
    const { event, subject, id } = this.scripted;
    if (!event) return undefined;
    const told = eventOf(this.world, { id: `${id}/start`, ...event, at: this.start, subject });
    project(this.world, told, undefined);
    return { ...runEvent(told) } as JsonObject;
  }

  private effect(ctx: EffectContext, at: string): ReturnType<Script['effect']> {
    const fault = faultAt(this.scripted.faults, ctx);
    const act = (now: string): EffectAnswer => this.act(ctx, now);
    if (!fault) return act(at);
    const zone = this.world.programme.timeZone;
    return underFault(fault, ctx, at, zone, act, (mark) => this.faults.push(mark));
  }

  private act(ctx: EffectContext, at: string): EffectAnswer {
    return this.world.act(ctx.key, at, () => {
      try {
        const simulation = simulations[ctx.type];
        if (!simulation) throw new Error(`Steps of the kind ${ctx.type} cannot be simulated.`);
        return simulation.run(this.world, ctx);
      } catch (error) {
        const { type: code, message, nonRetryable, details } = failureOf(error);
        const attempts = nonRetryable ? 1 : (cores[ctx.type]?.effect?.retry.attempts ?? 1);
        return { fails: { code, message, attempts, ...details } };
      }
    });
  }

  private child(ctx: EffectContext): ReturnType<NonNullable<Script['child']>> {
    const key = String(ctx.config['flow']);
    const flow = Object.hasOwn(this.library.flows, key) ? this.library.flows[key] : undefined;
    if (!flow) return undefined;
    const named = ctx.config['subject'];
    const params = ctx.config['params'];
    const event = ctx.vars['event'];
    const isObject = (value: unknown): value is JsonObject =>
      typeof value === 'object' && value !== null && !Array.isArray(value);
    return {
      pinned: flow.pinned,
      run: derivedId('run', ctx.programme, ctx.run, ctx.node, String(ctx.visit)),
      subject: typeof named === 'string' && named !== '' ? { kind: flow.document.subject, id: named } : ctx.subject,
      ...(isObject(params) && { params }),
      ...(isObject(event) && { event }),
    };
  }

  /** The script's own events, once, then whatever effects have brought about. */
  private arising(): Happening[] {
    if (this.told) return this.world.arising();
    this.told = true;
    const { events, subject } = this.scripted;
    const scripted = events
      .filter(({ off }) => !off)
      .map((event): Happening => {
        const { id, type, data, after } = event;
        const zone = this.world.programme.timeZone;
        const at = addDuration(new Date(this.start), after, zone).toISOString();
        const told = eventOf(this.world, { id: `${this.scripted.id}/${id}`, type, data, at, subject });
        return {
          at,
          event: runEvent(told),
          first: (now) => {
            this.delivered.add(id);
            this.world.happen(now, () => project(this.world, told, this.refunds(told)));
          },
        };
      });
    return [...scripted, ...this.world.arising()];
  }

  /** A refund reaches the commissions by a flow of its own, which is taken to be published, unless this one does it. */
  private refunds({ id }: Documents['events']): EffectContext | undefined {
    if (Object.values(this.pinned.nodes).some(({ type }) => type === 'claw_back')) return undefined;
    return {
      key: `${this.runId}/beside/${id}`,
      run: this.runId,
      programme: this.world.programme.key,
      flow: { key: 'clawback', version: 1, hash: '' },
      node: '',
      type: 'claw_back',
      visit: 1,
      generation: 1,
      item: 0,
      stage: 'enter',
      config: {},
      vars: {},
      subject: this.scripted.subject,
      makers: [],
      rules: {},
      templates: {},
    };
  }

  private zones() {
    const { partner } = concerned(this.world, this.scripted.subject);
    const zone = partner === undefined ? undefined : read(this.world, 'partners', partner)?.timeZone;
    return { programme: this.world.programme.timeZone, ...(zone !== undefined && { partner: zone }) };
  }
}
