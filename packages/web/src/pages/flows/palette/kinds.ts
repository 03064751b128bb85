import type { JsonObject } from '@sluice/domain';
import type { NodeCategory } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import type { TFunction } from 'i18next';

/** A kind of step as the palette offers it. */
export interface StepKind {
  readonly type: string;
  readonly title: string;
  readonly category: NodeCategory;
  /** Inserts it on the path that has the keyboard. */
  readonly key?: string;
}

export interface StepGroup {
  readonly category: NodeCategory;
  readonly title: string;
  readonly kinds: readonly StepKind[];
}

/** Groups in the order of the palette; the last ones begin folded. */
const groups: readonly { category: NodeCategory; title: string; folded: boolean }[] = [
  { category: 'logic', title: 'Logic', folded: false },
  { category: 'time', title: 'Time', folded: false },
  { category: 'people', title: 'People', folded: false },
  { category: 'money', title: 'Money', folded: false },
  { category: 'message', title: 'Message', folded: false },
  { category: 'partner', title: 'Partner', folded: true },
  { category: 'referral', title: 'Referral', folded: true },
  { category: 'brand', title: 'Brand', folded: true },
];

export const foldedAtFirst: readonly string[] = groups.filter(({ folded }) => folded).map(({ category }) => category);

/** The letter that inserts each of the commonest kinds. */
const keys: Readonly<Record<string, string>> = {
  decide: 'D',
  rule: 'R',
  wait: 'W',
  wait_for_event: 'E',
  approval: 'A',
  task: 'T',
  send_payouts: 'P',
  email: 'M',
};

export const stepKinds: readonly StepKind[] = Object.values(catalogue).map(({ core: { type, title, category } }) => {
  const key = keys[type];
  return { type, title, category, ...(key === undefined ? {} : { key }) };
});

/** The kind that a pressed letter inserts. */
export function kindOfKey(key: string): StepKind | undefined {
  return stepKinds.find((kind) => kind.key === key.toUpperCase());
}

/** Kinds whose name, group or type holds every word that is looked for; those that begin with it come first. */
export function findKinds(query: string, t: TFunction): StepGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (kind: StepKind) => `${t(kind.title)} ${kind.title} ${kind.type.replaceAll('_', ' ')}`.toLowerCase();
  return groups
    .map(({ category, title }) => ({
      category,
      title,
      kinds: stepKinds
        .filter((kind) => kind.category === category)
        .filter((kind) => words.every((word) => `${text(kind)} ${t(title).toLowerCase()}`.includes(word)))
        .sort((a, b) => begins(b, words[0], t) - begins(a, words[0], t)),
    }))
    .filter(({ kinds }) => kinds.length > 0);
}

function begins(kind: StepKind, word: string | undefined, t: TFunction): number {
  return word !== undefined && t(kind.title).toLowerCase().startsWith(word) ? 1 : 0;
}

/** Settings that a new step begins with: what has one sensible answer, and ways out to draw. The rest is asked for. */
const first: Readonly<Record<string, JsonObject>> = {
  decide: { branches: [{ port: 'yes', title: 'yes', when: true }] },
  parallel: {
    branches: [
      { port: 'a', title: 'A' },
      { port: 'b', title: 'B' },
    ],
  },
  join: { need: 'all' },
  split: {
    shares: [
      { port: 'a', title: 'A', percent: 50 },
      { port: 'b', title: 'B', percent: 50 },
    ],
  },
  loop: { max: 3 },
  for_each: { batch: 1 },
  digest: { for: 'P1D', max: 100 },
  debounce: { for: 'PT1H', max: 100 },
  rule: { decides: 'routing', into: 'answer' },
  set: { values: {} },
  wait: { for: 'P1D' },
  wait_for_event: { for: 'P7D' },
  approval: { about: 'other', role: 'ops', needed: 1 },
  task: { role: 'ops' },
  end: { outcome: 'done' },
};

export function firstConfig(type: string): JsonObject {
  return first[type] ?? {};
}
