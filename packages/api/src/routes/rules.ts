import { evaluate } from '@sluice/rules';
import type { Json } from '@sluice/domain';
import type { FlowRow, RuleRow } from '@sluice/contracts';
import type { RunCount, StoredFlow, StoredRule } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at } from '../present/plain.js';
import { flowDto } from '../present/run.js';

/** Rules and flows as they are published; and `evaluate`, which checks and runs JSON-logic on given facts and stores nothing. */
export function ruleRoutes(
  context: Context,
): Pick<Handlers, 'evaluateRule' | 'listRules' | 'getRule' | 'listFlows' | 'getFlow'> {
  const { rules, flows, runs } = context.store;

  function flowRow(version: StoredFlow, counts: readonly RunCount[]): FlowRow {
    const of = (status: RunCount['status']) =>
      counts
        .filter((one) => one.flow === version.key && one.status === status)
        .reduce((sum, one) => sum + one.count, 0);
    return {
      key: version.key,
      title: version.title,
      subject: version.document.subject,
      version: version.version,
      hash: version.hash,
      publishedAt: at(version.publishedAt),
      runs: { running: of('running'), waiting: of('waiting'), parked: of('parked') },
    };
  }

  return {
    async listRules({ caller }) {
      return { data: (await rules.all(caller.programme)).map(ruleRow), nextCursor: null };
    },

    async getRule({ caller, params }) {
      const latest = await rules.latest(caller.programme, params.key);
      if (!latest) throw new Refusal('not_found');
      const versions = await rules.versions(caller.programme, params.key);
      return {
        ...ruleRow(latest),
        source: latest.logic,
        logic: JSON.parse(latest.logic) as Json,
        facts: { id: latest.facts.id, version: latest.facts.version },
        versions: versions.map(({ version, hash, publishedAt }) => ({ version, hash, publishedAt: at(publishedAt) })),
      };
    },

    async listFlows({ caller }) {
      const [all, counts] = await Promise.all([flows.all(caller.programme), runs.counts(caller.programme)]);
      return { data: all.map((version) => flowRow(version, counts)), nextCursor: null };
    },

    async getFlow({ caller, params }) {
      const latest = await flows.latest(caller.programme, params.key);
      if (!latest) throw new Refusal('not_found');
      return {
        ...flowRow(latest, await runs.counts(caller.programme, params.key)),
        document: flowDto(latest.document),
      };
    },

    async evaluateRule({ body }) {
      const result = evaluate(body.logic, body.facts);
      if (result.ok)
        return { result: result.value as Json, trace: result.trace.map((entry) => ({ ...entry })) as Json[] };
      if (result.kind === 'refused') {
        throw new Refusal('invalid', {
          detail: 'The rule is refused.',
          errors: result.problems.map(({ pointer, code, message }) => ({ pointer: `/logic${pointer}`, code, message })),
        });
      }
      const { pointer, code, message } = result.error;
      throw new Refusal('invalid', {
        detail: 'The rule stopped.',
        errors: [{ pointer: `/logic${pointer ?? ''}`, code, message }],
      });
    },
  };
}

function ruleRow(version: StoredRule): RuleRow {
  return {
    key: version.key,
    kind: version.kind,
    title: version.title,
    version: version.version,
    hash: version.hash,
    publishedAt: at(version.publishedAt),
  };
}
