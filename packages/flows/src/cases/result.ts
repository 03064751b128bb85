import type { JsonObject } from '@sluice/domain';
import type { RunState, RunStep } from '../run.js';
import type { Expectation } from './case.js';

/** What came of a case. Instants are ISO. */
export interface CaseRun {
  case: string;
  state: RunState;
  /** Every step of the run, from the first. */
  steps: RunStep[];
  startedAt: string;
  endedAt: string;
  timeline: TimelineItem[];
  mails: SimulatedMail[];
  effects: SimulatedEffect[];
  /** Variables as they were after each step, by step number: each step's changes only. */
  variables: { step: number; set: JsonObject }[];
  /** History events that the same run costs on Temporal. */
  historyEvents: number;
  /** Effects that reached the world twice; 0 unless an activity is broken. */
  twice: number;
  failed: { expectation: Expectation; message: string }[];
}

/** One mark or bar of the timeline, in its lane. */
export interface TimelineItem {
  lane: 'wait' | 'mail' | 'event' | 'people' | 'money' | 'effect' | 'fault';
  at: string;
  /** End of a bar. */
  until?: string;
  node?: string;
  /** Step number. */
  step?: number;
  label: string;
  /** Happened, was switched off, was never reached, or went wrong. */
  state: 'done' | 'off' | 'unreached' | 'failed';
  /** Key of the mail or effect. */
  ref?: string;
}

/** A mail exactly as the worker would send it. */
export interface SimulatedMail {
  key: string;
  at: string;
  node: string;
  template: string;
  to: string;
  partner?: string;
  locale: 'en' | 'de';
  from: string;
  subject: string;
  html: string;
  text: string;
  vars: JsonObject;
}

/** Anything else that a step would have done: a tag, a task, a journal, a call; `effect` is a code such as `tag_added`. */
export interface SimulatedEffect {
  key: string;
  at: string;
  node: string;
  effect: string;
  params: JsonObject;
}
