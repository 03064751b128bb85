import { readdirSync, readFileSync } from 'node:fs';
import type { LintLibrary } from '@sluice/flows/lint/index';

const folder = new URL('../../../workflows/templates/', import.meta.url);
const read = (sub: string): Record<string, unknown>[] =>
  readdirSync(new URL(sub, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(new URL(`${sub}${file}`, folder), 'utf8')) as Record<string, unknown>);

/** The shipped rules and mails, as a programme that has published them all would have them. */
export const library: LintLibrary = {
  rules: Object.fromEntries(read('rules/').map((rule) => [rule['key'], { kind: String(rule['kind']) }])),
  templates: Object.fromEntries(read('mail/').map((mail) => [mail['key'], { content: mail as never }])),
  flows: Object.fromEntries(read('./').map((flow) => [flow['key'], {}])),
};
