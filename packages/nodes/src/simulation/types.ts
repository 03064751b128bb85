import type { Decided, JsonObject, Programme } from '@sluice/domain';
import type { EffectContext, EffectFailure, EffectResult, SimulatedMail } from '@sluice/flows';
import type { RuleKind } from '@sluice/rules';

/**
 * What a node type does in a simulated world: the same decision as its activity, over documents in memory. Pure and
 * browser-safe; what the activity decides by a pure function, this decides by the same function. It may throw
 * `NonRetryable` as the activity does.
 */
export interface NodeSimulation {
  type: string;
  run(world: World, ctx: EffectContext): EffectResult | { fails: EffectFailure };
}

/** The stored documents that a simulated run sees and changes, and where its effects are written down. */
export interface World {
  /** Instant of the virtual clock (ISO). */
  now(): string;
  programme: Programme;
  /** Where links in mail lead, without a slash at the end. */
  baseUrl: string;
  /** A document by collection (`partners`, `tasks`, `coupons`, …) and id; undefined where there is none. */
  get(collection: string, id: string): JsonObject | undefined;
  /** All documents of a collection, in the order in which they were put. */
  all(collection: string): JsonObject[];
  put(collection: string, id: string, document: JsonObject): void;
  /** Writes an effect down once by (ctx.key, item). `effect` is a code such as `tag_added`. */
  did(ctx: EffectContext, effect: string, params: JsonObject, item?: string): void;
  /** Renders and writes down a mail once by (ctx.key, item); fails as the activity does. */
  mail(
    ctx: EffectContext,
    mail: { template: string; partner?: string; to: string; locale: 'en' | 'de'; vars: JsonObject },
    item?: string,
  ): SimulatedMail;
  /** What a published rule of one of these kinds decides, with facts, trace and explanation; throws `NonRetryable`. */
  decide(key: string, kinds: readonly RuleKind[], facts: JsonObject): Decided;
  /** Evaluates a published rule by key over facts. */
  rule(key: string, facts: JsonObject): { outcome: JsonObject; version: number };
  /** An event that follows from an effect (`commission.released`, `partner.activity`): the run sees it as a stored one. */
  emit(type: string, data: JsonObject, correlations: string[]): void;
  /** A wake key for later (a hold's end, a settled batch). */
  wake(key: string, at: string): void;
}
