import type { Program } from '../compile/compile.js';
import type { RuleCase } from '../document.js';
import type { RuleList } from './lists.js';
import { sameJson } from '../same.js';
import type { CaseResult, Finding } from './types.js';

/** A case with every branch of every list that its run took: pointer of the list → positions. */
export interface CaseRun {
  readonly result: CaseResult;
  readonly taken: ReadonlyMap<string, readonly number[]>;
}

/** Runs the saved cases, each with what it should give and the branches it takes. */
export function runCases(program: Program, lists: readonly RuleList[], cases: readonly RuleCase[]): readonly CaseRun[] {
  return cases.map(({ id, title, facts, expected }) => {
    const run = program.run(facts, { trace: true });
    const chosen = new Map<string, number>();
    for (const { pointer, taken } of run.trace ?? []) if (taken !== undefined) chosen.set(pointer, taken);
    const taken = new Map(lists.map((list) => [list.pointer, branchesTaken(list, chosen)]));
    const [outer] = lists;
    const branch = outer && taken.get(outer.pointer)?.[0];
    const place = outer && branch !== undefined ? pointerOf(outer, branch) : undefined;
    const result: CaseResult = {
      id,
      title,
      ok: run.ok && sameJson(run.value, expected),
      expected,
      ...(run.ok ? { got: run.value } : { error: run.error }),
      ...(branch === undefined ? {} : { branch }),
      ...(place === undefined ? {} : { pointer: place }),
    };
    return { result, taken };
  });
}

/** Pointer that names a branch: its condition, for `otherwise` its outcome. */
export function pointerOf(list: RuleList, branch: number): string {
  return list.branches[branch]?.when.pointer ?? list.otherwise?.pointer ?? list.pointer;
}

function branchesTaken(list: RuleList, chosen: ReadonlyMap<string, number>): number[] {
  if (list.policy === 'collect') {
    return list.branches.flatMap(({ chooser }, i) => (!chooser || chosen.get(chooser.pointer) === 1 ? [i] : []));
  }
  const at = list.chooser && chosen.get(list.chooser.pointer);
  if (at === undefined) return [];
  return [at % 2 === 1 && at < list.branches.length * 2 ? (at - 1) / 2 : list.branches.length];
}

/** A finding for each case that does not give what it should. */
export function redCases(runs: readonly CaseRun[]): Finding[] {
  return runs.flatMap(({ result }): Finding[] => {
    const { id, title, ok, got, expected, error, pointer, branch } = result;
    if (ok) return [];
    return [
      {
        code: 'red_case',
        severity: 'error',
        blocks: true,
        pointer: error?.pointer ?? pointer ?? '',
        ...(branch === undefined ? {} : { branch }),
        params: {
          id,
          title,
          expected,
          ...(got === undefined ? {} : { got }),
          ...(error ? { error: { code: error.code, message: error.message } } : {}),
        },
        fixes: [],
      },
    ];
  });
}
