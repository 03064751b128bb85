import type { Json, JsonObject } from '@sluice/domain';
import type { WaitRequest } from './wait.js';
import type { StepLabel } from './run.js';
import type { Meaning, OutputTypes } from './value-type.js';

export type NodeCategory = 'logic' | 'time' | 'people' | 'partner' | 'message' | 'referral' | 'money' | 'brand';
export type QueueName = 'flows' | 'money' | 'mail' | 'bulk';

/**
 * The pure part of a node type: what it does to a run, and what a person sees of it on the canvas. No clock, no I/O, no
 * zod: this is all of a node that the workflow bundle takes.
 */
export interface NodeCore {
  /** Key in the registries and in documents, e.g. `compute_commission`. */
  type: string;
  category: NodeCategory;
  /** Name in the palette, e.g. "Compute commission". */
  title: string;
  /** A Tabler icon's name without the prefix, e.g. `calculator`. */
  icon: string;
  /** The card's sentence, verb first; tokens are the values a person can change. */
  sentence(config: JsonObject): SentencePart[];
  /** Output ports in drawing order. `on_error` needs no mention: every node with an effect has it. */
  ports(config: JsonObject): NodePort[];
  /** Where the node has a side effect: how its activity is called. Absent = pure. */
  effect?: EffectSpec;
  /** What the node does on entry; default: its effect. */
  run?(ctx: NodeContext): Action;
  /** What it does when its wait has ended; default: its effect again, at stage `resume`. */
  resume?(ctx: NodeContext, ended: WaitEnded): Action;
  /** Largest number of history events one visit costs, for the publish check and the canvas. */
  historyCost: number;
  /** Moves money or money's state: edit and skip take a second person, an unknown outcome cannot be skipped. */
  money: boolean;
  /** Top-level config fields that a person may replace when a step is parked. */
  editable: string[];
  skippable: boolean;
  /** Rules, templates and flows to lock by hash at publish; `inline` rules are evaluated in the workflow itself. */
  uses?(config: JsonObject): { rules?: string[]; inline?: string[]; templates?: string[]; flows?: string[] };
  /** Kinds of rules that the rule of its setting `rule` may be of; absent where any will do. */
  ruleKinds?(config: JsonObject, subject: string): readonly string[] | undefined;
  /** JSON-logic in the config, for the check of unbound variables. */
  reads?(config: JsonObject): Json[];
  /** Run variables that the node sets, besides its own id. */
  sets?(config: JsonObject): string[];
  /** What those variables are, by name, as far as it is known without asking what is published. */
  variables?(config: JsonObject): OutputTypes;
  /** What it gives under its own id, by name; absent where nobody has declared it, and then nothing is checked. */
  outputs?(config: JsonObject): OutputTypes;
  /** What its settings must stand for, by pointer into the config without the first slash (`to/batch`). */
  takes?(config: JsonObject): Readonly<Record<string, Meaning>>;
  /** The mails it sends, by the setting that names the template, and the values that each is told. */
  mails?(config: JsonObject): readonly { field: string; gives: readonly string[] }[];
  /** True where an endless wait for people or events makes a loop through this node harmless. */
  waits?: boolean;
}

export type NodeCores = Readonly<Record<string, NodeCore>>;

export type SentencePart = string | { token: string; field?: string };

export interface NodePort {
  key: string;
  title: string;
  /** Undrawn is a warning, not an error: a run that leaves there parks. */
  optional?: boolean;
}

export interface EffectSpec {
  queue: QueueName;
  /** A local activity: short idempotent store work, one event in history. */
  local?: boolean;
  retry: { attempts: number; initialMs: number; maxMs: number; factor: number };
  /** One attempt's limit. */
  timeoutMs: number;
  /** Set where the activity heartbeats: silence for this long ends the attempt. */
  heartbeatMs?: number;
}

/** What a core may look at. Config is resolved: parameters and variables stand in for their references. */
export interface NodeContext {
  run: string;
  node: string;
  visit: number;
  config: JsonObject;
  vars: JsonObject;
  subject: { kind: string; id: string };
  /** Instant of this step (ISO). */
  at: string;
  /** When the node was entered; differs from `at` after a wait. */
  enteredAt: string;
  /** Evaluates JSON-logic over the run's variables plus `extra`; throws `ConditionError`, which parks the step. */
  evaluate(logic: Json, extra?: JsonObject): Json;
  /** Evaluates a rule that was pinned inline. */
  rule(key: string, facts: JsonObject): Json;
}

export type Action =
  /** Leave by a port; `set` are run variables by name, `output` is kept under the node's id. */
  | { do: 'goto'; port: string; output?: Json; set?: JsonObject; label?: StepLabel }
  | { do: 'effect'; stage?: string; input?: JsonObject }
  /** `output` is kept under the node's id, as that of `goto`. */
  | { do: 'wait'; wait: WaitRequest; output?: JsonObject }
  /** Go on by several ports at once, each a branch of its own until the join. */
  | { do: 'fork'; ports: string[] }
  /** A branch has come to the join; with `need` of them the run goes on by `next`, and the others are called off. */
  | { do: 'join'; need: 'all' | number }
  | { do: 'end'; outcome: string; output?: Json }
  | { do: 'park'; code: string; message: string };

/** How a wait ended. */
export type WaitEnded =
  | { by: 'timer' }
  | { by: 'wake' }
  | { by: 'event'; event: JsonObject }
  | { by: 'decision'; state: 'approved' | 'rejected'; decision: JsonObject };

/** Everything a node's activity is told. Only ids: no personal data, no bank details. */
export interface EffectContext {
  /** Idempotency key `run/node/visit/item/generation`; the same key never acts twice. */
  key: string;
  run: string;
  programme: string;
  flow: { key: string; version: number; hash: string };
  node: string;
  type: string;
  visit: number;
  generation: number;
  /** Counts the effects of this visit from 0 (a hold opens with 0 and looks again with 1). */
  item: number;
  /** `enter`, then `resume` after a wait, `remind` for a reminder; or what the core asked for. */
  stage: string;
  /** How the wait ended, at stage `resume`. */
  ended?: WaitEnded;
  /** Resolved, and replaced by a person's edit where there was one. */
  config: JsonObject;
  /** What the core passed with the action. */
  input?: JsonObject;
  vars: JsonObject;
  subject: { kind: string; id: string };
  /** Who published this flow version or started the run by hand: nobody of these may approve what it makes. */
  makers: string[];
  /** Locked at publish; only those this node uses. */
  rules: Record<string, { key: string; version: number; hash: string }>;
  templates: Record<string, { key: string; hash: string }>;
  /** The flows that it runs, locked at publish. */
  flows?: Record<string, { key: string; version: number; hash: string }>;
}

/** What an activity answers: a port to leave by, or a wait to enter first. */
export type EffectResult =
  | { port: string; output?: JsonObject; set?: JsonObject; label?: StepLabel; attempts?: number; wait?: undefined }
  | { wait: WaitRequest; output?: JsonObject; label?: StepLabel; attempts?: number; port?: undefined };
