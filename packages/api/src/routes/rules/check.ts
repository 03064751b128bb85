import type { Json, JsonObject } from '@sluice/domain';
import type { BodyOf } from '@sluice/contracts';
import { evaluate, RULE_KIND_INFO, type Evaluation, type RuleKind } from '@sluice/rules';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { programmeOf } from '../programme.js';
import { assess, findingsDto, optionsOf, surroundingsOf, type RuleTerms } from './assess.js';

/** Trying: nothing is stored by it. */
export function checkRoutes(context: Context): Pick<Handlers, 'checkRule' | 'evaluateRule'> {
  const { store } = context;
  return {
    async checkRule({ caller, params, body }) {
      const [programme, draft, latest] = await Promise.all([
        programmeOf(context, caller.programme),
        store.rules.draft(caller.programme, params.key),
        store.rules.latest(caller.programme, params.key),
      ]);
      const base = draft ?? latest;
      if (!base) throw new Refusal('not_found');
      const newest = await store.factsSchemas.latest(programme, base.facts.id);
      const terms: RuleTerms = {
        key: params.key,
        logic: body.logic,
        facts: { id: base.facts.id, version: newest?.schema.version ?? base.facts.version },
        outcome: base.outcome,
        cases: body.cases ?? [],
      };
      const { findings, ...assessed } = await assess(store, programme, terms, context.now());
      return { ...assessed, findings: findingsDto(findings) };
    },

    async evaluateRule({ caller, body }) {
      const { rule: asked } = body;
      if (!asked) return told(await evaluateText(context, caller.programme, body));
      const { key, version } = asked;
      const rule =
        version === undefined
          ? await store.rules.inForce(caller.programme, key, context.now())
          : await store.rules.get(caller.programme, key, version);
      if (!rule)
        throw new Refusal('invalid', {
          errors: [{ pointer: '/rule', code: 'unknown_rule', message: `No such version of "${key}" is published.` }],
        });
      const programme = await programmeOf(context, caller.programme);
      const surroundings = await surroundingsOf(store, programme, rule, context.now());
      const result = evaluate(rule.logic, body.facts, surroundings.schema, optionsOf(surroundings, key));
      return { ...told(result), rule: { key, version: rule.version, hash: rule.hash } };
    },
  };
}

/** With the facts of the schema that is named (its newest version), otherwise with the types that the facts show. */
async function evaluateText(
  { store, ...context }: Context,
  programmeKey: string,
  { logic, facts, schema: id }: BodyOf<'evaluateRule'>,
): Promise<Evaluation> {
  if (id === undefined) return evaluate(logic, facts);
  const programme = await programmeOf({ store, ...context }, programmeKey);
  const schema = isKind(id)
    ? await store.factsSchemas.forKind(programme, id)
    : (await store.factsSchemas.latest(programme, id))?.schema;
  if (!schema)
    throw new Refusal('invalid', {
      errors: [{ pointer: '/schema', code: 'unknown_facts', message: `There are no facts "${id}".` }],
    });
  return evaluate(logic, facts, schema);
}

function isKind(id: string): id is RuleKind {
  return Object.hasOwn(RULE_KIND_INFO, id);
}

function told(result: Evaluation): { result: Json; trace: JsonObject[]; class: (Evaluation & { ok: true })['class'] } {
  if (result.ok) {
    const trace = result.trace.map((entry) => ({ ...entry })) as unknown as JsonObject[];
    return { result: result.value as Json, trace, class: result.class };
  }
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
}
