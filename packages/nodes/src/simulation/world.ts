import { canonicalJson, type Decided, type Json, type JsonObject, type Programme } from '@sluice/domain';
import { renderLocalised } from '@sluice/connectors/mail/locale';
import type { EffectContext, Happening, SimulatedEffect, SimulatedMail } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { mailRefused } from '../decisions/mail-refused.js';
import type { RuleKind } from '@sluice/rules';
import type { FlowLibrary, WorldDocuments } from './library.js';
import { libraryRule } from './rules.js';
import type { World } from './types.js';

/** The stored documents of one simulated run, and everything that its steps did to them. */
export class SimulatedWorld implements World {
  readonly programme: Programme;
  readonly mails: SimulatedMail[] = [];
  readonly effects: SimulatedEffect[] = [];
  /** Effects that reached the world a second time. */
  twice = 0;
  private readonly collections = new Map<string, Map<string, JsonObject>>();
  private readonly seen = new Map<string, SimulatedMail | true>();
  private readonly keys = new Set<string>();
  private coming: Happening[] = [];
  private clock: string;
  /** Key of the effect that acts now; `again` where it had acted before. */
  private acting: { key: string; again: boolean } | undefined;

  constructor(
    private readonly library: FlowLibrary,
    documents: WorldDocuments,
    at: string,
  ) {
    this.programme = library.programme;
    this.clock = at;
    for (const [collection, byId] of Object.entries(documents))
      this.collections.set(collection, new Map(Object.entries(byId)));
  }

  now(): string {
    return this.clock;
  }

  get baseUrl(): string {
    return this.library.baseUrl;
  }

  /** Sets the clock and lets an effect act; a key that acted before acts again, and what it changes counts as done twice. */
  act<T>(key: string, at: string, work: () => T): T {
    this.clock = at;
    this.acting = { key, again: this.keys.has(key) };
    this.keys.add(key);
    try {
      return work();
    } finally {
      this.acting = undefined;
    }
  }

  /** Lets something happen that no effect does. */
  happen(at: string, work: () => void): void {
    this.clock = at;
    work();
  }

  get(collection: string, id: string): JsonObject | undefined {
    return this.collections.get(collection)?.get(id);
  }

  all(collection: string): JsonObject[] {
    return [...(this.collections.get(collection)?.values() ?? [])];
  }

  put(collection: string, id: string, document: JsonObject): void {
    const byId = this.collections.get(collection) ?? new Map<string, JsonObject>();
    this.collections.set(collection, byId);
    const before = byId.get(id);
    if (this.acting?.again && !(before && canonicalJson(before) === canonicalJson(document))) this.twice += 1;
    byId.set(id, document);
  }

  did(ctx: EffectContext, effect: string, params: JsonObject, item = ''): void {
    if (this.isDone(`${ctx.key} ${effect} ${item}`)) return;
    this.effects.push({ key: keyOf(ctx, item), at: this.clock, node: ctx.node, effect, params });
  }

  mail(
    ctx: EffectContext,
    { template, partner, to, locale, vars }: Parameters<World['mail']>[1],
    item = '',
  ): SimulatedMail {
    const id = `${ctx.key} mail ${item}`;
    const known = this.seen.get(id);
    if (known && known !== true) return known;
    const version = Object.hasOwn(this.library.templates, template) ? this.library.templates[template] : undefined;
    if (!version) throw new NonRetryable('unknown_template', `There is no mail template "${template}".`);
    const rendered = this.render(template, version.content, { vars, locale });
    const mail: SimulatedMail = {
      key: keyOf(ctx, item),
      at: this.clock,
      node: ctx.node,
      template,
      to,
      ...(partner !== undefined && { partner }),
      locale,
      from: this.library.mailFrom,
      ...rendered,
      vars,
    };
    if (this.acting?.again) this.twice += 1;
    this.seen.set(id, mail);
    this.mails.push(mail);
    return mail;
  }

  decide(key: string, kinds: readonly RuleKind[], facts: JsonObject): Decided {
    return libraryRule(this.library, key, kinds).decide(facts);
  }

  rule(key: string, facts: JsonObject): { outcome: JsonObject; version: number } {
    const { rule, outcome } = libraryRule(this.library, key).decide(facts);
    return { outcome: outcome as JsonObject, version: rule.version };
  }

  emit(type: string, data: JsonObject, correlations: string[]): void {
    const cause = this.acting?.key ?? this.clock;
    if (this.isDone(`${cause} emits ${type} ${canonicalJson(data)}`)) return;
    const event = {
      id: `evt_${type.replace(/[^a-z0-9]/g, '')}${this.seen.size}`,
      type,
      correlations,
      occurredAt: this.clock,
      receivedAt: this.clock,
      data,
    };
    this.put('events', event.id, { ...event, source: 'internal' });
    this.coming.push({ at: this.clock, event });
  }

  wake(key: string, at: string): void {
    if (this.isDone(`${this.acting?.key ?? ''} wakes ${key} ${at}`)) return;
    this.coming.push({ at, wake: key });
  }

  /** Something that others will do. */
  plan(happening: Happening): void {
    this.coming.push(happening);
  }

  /** What has come about since the call before. */
  arising(): Happening[] {
    const coming = this.coming;
    this.coming = [];
    return coming;
  }

  private render(
    key: string,
    content: Parameters<typeof renderLocalised>[1],
    mail: { vars: Json; locale: 'en' | 'de' },
  ) {
    try {
      return renderLocalised(key, content, { vars: mail.vars as JsonObject, locale: mail.locale }, this.programme);
    } catch (error) {
      throw mailRefused(error);
    }
  }

  /** True where it was done before; counted where it is new although its effect had acted before. */
  private isDone(id: string): boolean {
    if (this.seen.has(id)) return true;
    if (this.acting?.again) this.twice += 1;
    this.seen.set(id, true);
    return false;
  }
}

function keyOf(ctx: EffectContext, item: string): string {
  return item === '' ? ctx.key : `${ctx.key}#${item}`;
}
