import {
  adjustmentRule,
  agreedTerms,
  flowRule,
  mergeHash,
  mergeRule,
  termsHash,
  type CommissionTerms,
} from '@sluice/domain';
import { fromText } from '../core/text.js';
import { reporter, type Check } from './problem.js';

/** The part of a stored decision that must lead back to a published version. */
interface Deciding {
  rule: { key: string; version: number; hash: string };
}

/**
 * Every commission, referral and decision that names a rule, the flow that gave a bonus, an adjustment or two merged partners, names a version that is
 * published, or what was approved or agreed on, by its own hash: what decided can still be looked up, and is what it was.
 */
export const decisionsExplained: Check = async (store, programme) => {
  const { problems, report } = reporter(programme);
  const raw = await store.rules.collection.model
    .find({ programme }, { key: 1, version: 1, hash: 1 })
    .lean<{ key: string; version: number | bigint; hash: string }[]>();
  const flows = await store.flows.collection.model
    .find({ programme }, { key: 1, version: 1, hash: 1 })
    .lean<{ key: string; version: number | bigint; hash: string }[]>();
  const approved = (await store.approvals.collection.find(programme, { kind: 'adjustment', state: 'approved' })).map(
    ({ subject, subjectHash }) => ({ key: `${adjustmentRule}${subject.id}`, version: 1, hash: subjectHash }),
  );
  const merged = (await store.partners.collection.find(programme, { mergedInto: { $ne: null } })).flatMap(
    ({ id: from, mergedInto: into }) =>
      into ? [{ key: `${mergeRule}${from}`, version: 1, hash: mergeHash({ programme, from, into }) }] : [],
  );
  const hashes = new Map(
    [...raw, ...approved, ...merged, ...flows.map((flow) => ({ ...flow, key: `${flowRule}${flow.key}` }))].map(
      ({ key, version, hash }) => [`${key} v${Number(version)}`, hash],
    ),
  );
  const check = (kind: string, id: string, { rule }: Deciding): void => {
    const name = `${rule.key} v${Number(rule.version)}`;
    const hash = hashes.get(name);
    if (hash === undefined) report('rule_missing', kind, id, `${id} was decided by ${name}, which is not published.`);
    else if (hash !== rule.hash)
      report('rule_differs', kind, id, `${id} was decided by another ${name} than the one that is published.`);
  };
  const select = { programme };
  for (const { _id, rule, terms } of await store.commissions.collection.model
    .find({ ...select, reverses: null }, { rule: 1, terms: 1 })
    .lean<(Deciding & { _id: string; terms: string })[]>()) {
    if (!rule.key.startsWith(agreedTerms)) check('commission', _id, { rule });
    // Terms that somebody agreed on stand with the commission itself.
    else if (termsHash(fromText(terms) as CommissionTerms) !== rule.hash)
      report('rule_differs', 'commission', _id, `${_id} was decided by other terms than those it keeps.`);
  }
  for (const { _id, rule } of await store.decisions.collection.model
    .find(select, { rule: 1 })
    .lean<(Deciding & { _id: string })[]>())
    check('decision', _id, { rule });
  for (const { id, decision, model } of await store.referrals.collection.find(programme, { model: 'rules' })) {
    if (decision) check('referral', id, decision);
    else report('no_decision', 'referral', id, `${id} was shared by the model "${model}" and keeps no decision.`);
  }
  return problems;
};
