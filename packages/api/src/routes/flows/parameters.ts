import { roles, type FlowParameters, type ProblemError } from '@sluice/contracts';
import type { Json, JsonObject } from '@sluice/domain';
import { parameterProblem, type LockedTemplate, type Parameter } from '@sluice/flows';
import type { FlowParameters as Settings, StoredFlow } from '@sluice/store';
import { parametersOf } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { at, compact } from '../../present/plain.js';
import { makersOf, orTheirs } from '../publishing/drafts.js';

/** Parameters as new runs get them: set without drawing the flow anew; runs that are under way keep theirs. */
export function parameterRoutes(context: Context): Pick<Handlers, 'getFlowParameters' | 'changeFlowParameters'> {
  const { store } = context;

  async function latestOf(programme: string, key: string): Promise<StoredFlow> {
    const latest = await store.flows.latest(programme, key);
    if (!latest) throw new Refusal('not_found');
    return latest;
  }

  async function shown(programme: string, key: string): Promise<FlowParameters> {
    return parametersDto(await latestOf(programme, key), await store.flowParameters.get(programme, key));
  }

  return {
    getFlowParameters: ({ caller, params }) => shown(caller.programme, params.key),

    async changeFlowParameters({ caller, params: { key }, body: { rev, values } }) {
      const { programme } = caller;
      const latest = await latestOf(programme, key);
      const { document } = latest;
      const locks = await checked(context, programme, document.parameters, values);
      const before = await store.flowParameters.get(programme, key);
      // What an older version took and this one does not is not carried along.
      const merged = { ...parametersOf(document, before), ...values };
      const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
      const named = new Set(Object.values(kept).filter((value) => typeof value === 'string'));
      const templates = Object.fromEntries(
        Object.entries({ ...before?.templates, ...locks }).filter(([template]) => named.has(template)),
      );
      const all = [...new Set([...(before?.makers ?? []), ...(await makersOf(context, caller))])];
      const makers = Object.keys(kept).length === 0 ? [] : all;
      const saved = await orTheirs(
        async () => (await shown(programme, key)) as unknown as Json,
        () =>
          store.flowParameters.save(
            programme,
            key,
            { values: kept, templates, makers },
            rev,
            audited(caller, key, values),
          ),
      );
      return parametersDto(latest, saved);
    },
  };
}

/** Every value against its parameter's type; gives the mails that values name. Throws 422 with all that does not fit. */
async function checked(
  { store }: Context,
  programme: string,
  parameters: readonly Parameter[],
  values: JsonObject,
): Promise<Record<string, LockedTemplate>> {
  const errors: ProblemError[] = [];
  const locks: Record<string, LockedTemplate> = {};
  for (const [key, value] of Object.entries(values)) {
    const pointer = `/values/${key}`;
    const parameter = parameters.find((one) => one.key === key);
    const wrong = parameter && parameterProblem(parameter.type, value);
    if (!parameter) errors.push({ pointer, code: 'unknown_parameter', message: `There is no parameter “${key}”.` });
    else if (wrong !== undefined) errors.push({ pointer, code: 'wrong_type', message: `Give ${wrong}.` });
    else if (parameter.type === 'role' && value !== null && !roles.some((role) => role === value))
      errors.push({ pointer, code: 'unknown_role', message: `There is no role “${String(value)}”.` });
    else if (parameter.type === 'template' && typeof value === 'string') {
      const template = await store.templates.latest(programme, value);
      if (template) locks[value] = { key: value, hash: template.hash };
      else errors.push({ pointer, code: 'missing_template', message: `There is no published mail “${value}”.` });
    }
  }
  if (errors.length > 0) throw new Refusal('invalid', { errors });
  return locks;
}

function parametersDto(
  { version, document }: StoredFlow,
  settings: (Settings & { rev: number }) | null,
): FlowParameters {
  const values = parametersOf(document, settings);
  return {
    rev: settings?.rev ?? 0,
    version,
    parameters: document.parameters.map(({ key, title, type, default: value }) =>
      compact({ key, title, type, default: value, value: values[key] }),
    ),
    makers: settings?.makers ?? [],
    changedAt: settings ? at(settings.changedAt) : null,
  };
}

function audited(caller: Caller, key: string, values: JsonObject) {
  return {
    audit: {
      action: 'flow.parameters_set',
      actor: { id: caller.id, name: caller.name },
      subject: { kind: 'flow', id: key },
      detail: { values },
    },
  };
}
