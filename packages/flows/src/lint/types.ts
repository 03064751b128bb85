import type { Programme } from '@sluice/domain';
import type { FlowEdit } from '../edit/operation.js';
import type { FlowProblem } from '../problem.js';

/** A cure: one edit of the flow, with what it says on its link. */
export interface LintFix {
  label: { code: string; params: { [name: string]: string | number } };
  edit: FlowEdit;
}

export interface LintProblem extends FlowProblem {
  /** The best first. */
  fixes: LintFix[];
}

/** What the checks know of the world around a flow; each part that is absent is simply not checked against. */
export interface LintLibrary {
  programme?: Pick<Programme, 'currency' | 'settings'>;
  rules?: Readonly<Record<string, { kind: string }>>;
  templates?: Readonly<Record<string, { content: LintTemplate }>>;
  flows?: Readonly<Record<string, unknown>>;
}

export interface LintTemplate {
  variables: readonly string[];
  locales: Readonly<Record<string, { subject: string; html: string; text?: string }>>;
}
