import { printNode } from '../cst/print.js';
import { nodeAt } from '../edit/nodes.js';
import { pointerOf } from './cases.js';
import type { ListSets } from './reach.js';
import type { Study } from './study.js';
import type { Finding } from './types.js';
import type { Reach } from './unreachable.js';

/** What could be neither proven nor ruled out of a list, with the condition that could not be taken apart. */
export function unsureOf(
  study: Study,
  { list, takes, rest }: ListSets,
  reaches: readonly Reach[],
  gaps: boolean,
): Finding[] {
  const unsure = reaches.flatMap((reach, branch) => (reach === 'undecided' ? [branch] : []));
  const findings = unsure.map((branch): Finding => {
    const set = takes[branch] ?? rest;
    const about = [...study.space.opaque].find(([at]) => set.some((box) => !study.space.boxes.isFull(box, at)))?.[1];
    return undecided(study, ['reach'], pointerOf(list, branch), about?.node.pointer, list.pointer, branch);
  });
  if (!gaps) return findings;
  const [about] = study.space.opaque.values();
  const pointer = list.otherwise?.pointer ?? list.pointer;
  return [...findings, undecided(study, ['gap'], pointer, about?.node.pointer, list.pointer, list.branches.length)];
}

function undecided(
  study: Study,
  questions: readonly string[],
  pointer: string,
  about: string | undefined,
  list: string,
  branch: number,
): Finding {
  const node = about === undefined ? undefined : nodeAt(study.document, about);
  const params = {
    reason: 'computed',
    questions,
    ...(node && about !== undefined ? { about, text: printNode(node) } : {}),
  };
  return { code: 'undecided', severity: 'info', blocks: false, pointer, list, branch, params, fixes: [] };
}

/** Facts that the search came upon and that stop the rule. */
export function faultsOf(study: Study): Finding[] {
  return [...study.faults].map(([pointer, { error, facts }]) => ({
    code: 'fault',
    severity: 'warning',
    blocks: false,
    pointer,
    params: { problem: error.code, message: error.message },
    facts,
    fixes: [],
  }));
}
