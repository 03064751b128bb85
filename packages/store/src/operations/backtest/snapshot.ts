import type { Programme } from '@sluice/domain';
import { check, OUTCOMES, parse, RuleSyntaxError, type RuleSource } from '@sluice/rules';
import type { BacktestVersion } from '../../collections/backtests.js';
import type { Store } from '../../store.js';

/**
 * A published version, or the draft, with everything that its answers depend on, so that editing or publishing meanwhile
 * changes nothing. Null where there is no such version.
 */
export async function snapshotVersion(
  store: Store,
  programme: Programme,
  key: string,
  which: number | 'draft',
): Promise<BacktestVersion | null> {
  const rule =
    which === 'draft' ? await store.rules.draft(programme.key, key) : await store.rules.get(programme.key, key, which);
  if (!rule) return null;
  const schema = await store.factsSchemas.get(programme, rule.facts.id, rule.facts.version);
  if (!schema) return null;
  const { hash, title, logic, outcome } = rule;
  const version = which === 'draft' ? null : which;
  const own = { version, hash, title, logic, outcome, schema };
  return { ...own, uses: await usedBy(store, programme, own) };
}

/** The versions in force of the rules that it asks; none where its text cannot be read, which is told when it is run. */
async function usedBy(
  store: Store,
  programme: Programme,
  { logic, schema, outcome }: Omit<BacktestVersion, 'uses'>,
): Promise<BacktestVersion['uses']> {
  const all: BacktestVersion['uses'] = {};
  for (const rule of await store.rules.all(programme.key)) {
    const facts = await store.factsSchemas.get(programme, rule.facts.id, rule.facts.version);
    const { hash, version } = rule;
    if (facts) all[rule.key] = { text: rule.logic, hash, version, outcome: rule.outcome, schema: facts };
  }
  const source: RuleSource = (key) => {
    const used = Object.hasOwn(all, key) ? all[key] : undefined;
    const shape = used && OUTCOMES.get(used.outcome);
    return used && shape && { ...used, shape };
  };
  const shape = OUTCOMES.get(outcome);
  const named = new Set(usesOf(logic, schema, source, shape).map(({ key }) => key));
  return Object.fromEntries(Object.entries(all).filter(([key]) => named.has(key)));
}

function usesOf(
  logic: string,
  schema: BacktestVersion['schema'],
  rules: RuleSource,
  outcome: ReturnType<(typeof OUTCOMES)['get']>,
): readonly { key: string }[] {
  try {
    const checked = check(parse(logic), schema, { rules, ...(outcome && { outcome }) });
    return checked.ok ? checked.uses : [];
  } catch (error) {
    if (error instanceof RuleSyntaxError) return [];
    throw error;
  }
}
