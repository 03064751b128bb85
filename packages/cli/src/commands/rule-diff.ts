import type { RuleDiff } from '@sluice/contracts/rule';
import { diffRules, renderChange } from '@sluice/rules/diff/diff';
import { exits, Trouble } from './tool.js';
import { readRule, type FactsOptions } from './rule-file.js';
import { Server } from './server.js';

interface DiffOptions extends FactsOptions {
  rule?: string;
  locale: string;
}

type Change = Pick<RuleDiff['changes'][number], 'code' | 'branch' | 'pointer'> & { params: unknown; text: string };

/** `sluice rule diff`: what changes from one rule to another, in words; two files, or two versions of a rule of the server. */
export async function diffRuleFiles(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions,
): Promise<number> {
  const { locale } = options;
  if (locale !== 'en' && locale !== 'de') throw new Trouble(`There are sentences in en and de, not in "${locale}".`);
  const changes =
    options.rule === undefined
      ? await betweenFiles(before, after, options, locale)
      : await onServer(options.rule, before, after, options, locale);
  if (options.json) console.log(JSON.stringify({ changes }, null, 2));
  else for (const { text } of changes) console.log(text);
  return changes.length === 0 ? exits.well : exits.found;
}

async function betweenFiles(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions,
  locale: 'en' | 'de',
): Promise<Change[]> {
  if (before === undefined || after === undefined)
    throw new Trouble('Name two files, or a rule of the server with --rule.');
  const [old, now] = [await readRule(before, options), await readRule(after, options)];
  if (old.kind !== now.kind) throw new Trouble(`${before} decides ${old.kind}, ${after} ${now.kind}.`);
  return diffRules(old, now, now.schema, now.shape).map((change) => ({
    ...change,
    text: renderChange(change, locale),
  }));
}

/** From the version in force to the draft, unless told otherwise. */
async function onServer(
  rule: string,
  from: string | undefined,
  to: string | undefined,
  options: DiffOptions,
  locale: 'en' | 'de',
): Promise<Change[]> {
  const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  const path = `/v1/rules/${encodeURIComponent(rule)}/diff`;
  const diff = await Server.needed(options).get<RuleDiff>(query.size > 0 ? `${path}?${query.toString()}` : path);
  return diff.changes.map((change) => ({ ...change, text: change.text[locale] }));
}
