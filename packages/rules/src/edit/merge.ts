import { canonicalJson } from '../same.js';
import type { Json } from '../cst/value.js';
import { applyOperation } from './draft.js';
import type { DraftContent, DraftOperation } from './draft.js';
import type { LoggedChange } from './log.js';
import { editBetween } from './splice.js';
import type { Splice, TextEdit } from './splice.js';

/** A step of one's own beside what somebody else has saved: as it would be done there, or that it does not fit. */
export interface MergeStep {
  readonly change: LoggedChange;
  /** The same operations for their content; undefined where they changed the same place. */
  readonly operations?: readonly DraftOperation[];
}

/**
 * Tries to do the steps made since `base` on `theirs`, one after the other. A step that touches what they touched does not
 * fit; the steps after it are tried without it.
 */
export function mergeSteps(
  base: DraftContent,
  steps: readonly LoggedChange[],
  theirs: DraftContent,
  wanted: (step: number) => boolean = () => true,
): { readonly content: DraftContent; readonly steps: readonly MergeStep[] } {
  let mine = base;
  let merged = theirs;
  const result: MergeStep[] = [];
  steps.forEach((change, index) => {
    let next: DraftContent | undefined = merged;
    const moved: DraftOperation[] = [];
    for (const operation of change.operations) {
      const after = applyOperation(mine, operation).content;
      const there = next && transplant(operation, mine, after, next);
      if (there && next) {
        next = tryApply(next, there);
        moved.push(there);
      } else next = undefined;
      mine = after;
    }
    result.push(next ? { change, operations: moved } : { change });
    if (next && wanted(index)) merged = next;
  });
  return { content: merged, steps: result };
}

/** The operations that make one content of another: for changes whose log is gone. */
export function operationsBetween(before: DraftContent, after: DraftContent): DraftOperation[] {
  const operations: DraftOperation[] = [];
  const edit = editBetween(before.logic, after.logic);
  if (edit.length > 0) operations.push({ type: 'text', edit });
  if (before.title !== after.title) operations.push({ type: 'title', title: after.title });
  const known = new Map(before.cases.map((each) => [each.id, each]));
  for (const each of before.cases) {
    if (!after.cases.some(({ id }) => id === each.id)) operations.push({ type: 'remove_case', id: each.id });
  }
  for (const each of after.cases) {
    if (!same(known.get(each.id), each)) operations.push({ type: 'put_case', case: each });
  }
  for (const node of new Set([...Object.keys(before.comments), ...Object.keys(after.comments)])) {
    const text = after.comments[node];
    if (before.comments[node] !== text)
      operations.push({ type: 'comment', node, ...(text === undefined ? {} : { text }) });
  }
  return operations;
}

/** The operation as it has to be for their content, or undefined where both changed one place. */
function transplant(
  operation: DraftOperation,
  mine: DraftContent,
  after: DraftContent,
  theirs: DraftContent,
): DraftOperation | undefined {
  switch (operation.type) {
    case 'text': {
      const edit = rebase(changesBetween(mine.logic, after.logic), changesBetween(mine.logic, theirs.logic));
      return edit && { type: 'text', edit };
    }
    case 'title':
      return mine.title === theirs.title || theirs.title === operation.title ? operation : undefined;
    case 'put_case':
    case 'remove_case':
    case 'move_case': {
      const id = operation.type === 'put_case' ? operation.case.id : operation.id;
      const find = (content: DraftContent) => content.cases.find((each) => each.id === id);
      if (!same(find(mine), find(theirs))) return undefined;
      // Positions are theirs: a new case comes last.
      if (operation.type === 'put_case') return { type: 'put_case', case: operation.case };
      if (operation.type === 'remove_case') return operation;
      return operation.to < theirs.cases.length ? operation : undefined;
    }
    case 'comment':
      return mine.comments[operation.node] === theirs.comments[operation.node] ? operation : undefined;
    case 'layout':
      return same(mine.layout[operation.node], theirs.layout[operation.node]) ? operation : undefined;
  }
}

function tryApply(content: DraftContent, operation: DraftOperation): DraftContent | undefined {
  try {
    return applyOperation(content, operation).content;
  } catch {
    return undefined;
  }
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a as Json) === canonicalJson(b as Json));

/** Splices made beside other splices of the same text, as they have to be after those; undefined where they touch. */
export function rebase(mine: readonly Splice[], over: readonly Splice[]): TextEdit | undefined {
  const touching = mine.some((a) =>
    over.some((b) => a.at <= b.at + b.removed.length && b.at <= a.at + a.removed.length),
  );
  if (touching) return undefined;
  const moved = mine.map((splice) => {
    const shift = over
      .filter((each) => each.at < splice.at)
      .reduce((sum, each) => sum + each.inserted.length - each.removed.length, 0);
    return { ...splice, at: splice.at + shift };
  });
  // From the end, so that none moves another.
  return moved.reverse();
}

const TOKENS = /"(?:[^"\\]|\\.)*"?|\s+|[\w+.-]+|./gsu;
/** Above this many pairs of tokens one large splice is good enough. */
const MOST_PAIRS = 4_000_000;

/** What differs between two texts, token by token, as separate splices of the first in their order. */
export function changesBetween(before: string, after: string): readonly Splice[] {
  const a = before.match(TOKENS) ?? [];
  const b = after.match(TOKENS) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  let at = a.slice(0, start).join('').length;
  if (left.length * right.length > MOST_PAIRS) {
    return [{ at, removed: left.join(''), inserted: right.join('') }];
  }
  const changes: Splice[] = [];
  let removed = '';
  let inserted = '';
  const close = (): void => {
    if (removed || inserted) changes.push({ at: at - removed.length, removed, inserted });
    removed = '';
    inserted = '';
  };
  for (const step of difference(left, right)) {
    if (step.kind === 'same') {
      close();
      at += step.token.length;
    } else if (step.kind === 'gone') {
      removed += step.token;
      at += step.token.length;
    } else inserted += step.token;
  }
  close();
  return changes;
}

interface Step {
  readonly kind: 'same' | 'gone' | 'new';
  readonly token: string;
}

function difference(a: readonly string[], b: readonly string[]): Step[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] as number) + 1
          : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ kind: 'same', token: a[i] as string });
      i++;
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && (common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))
    ) {
      steps.push({ kind: 'gone', token: a[i] as string });
      i++;
    } else {
      steps.push({ kind: 'new', token: b[j] as string });
      j++;
    }
  }
  return steps;
}
