import { derivedId } from '@sluice/domain';
import type { JsonObject, RunId } from '@sluice/domain';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import { actorOf } from '../routes/users.js';

/**
 * Admits a run of a published flow that a person starts; the dispatcher starts what is admitted. The run's id derives from who
 * asks and the request's key: asking twice starts one. Whoever starts it is its maker and approves nothing it makes.
 */
export async function startByHand(
  context: Context,
  caller: Caller,
  flow: string,
  requestKey: string,
  params: JsonObject,
): Promise<RunId> {
  const { store } = context;
  const version = await store.flows.latest(caller.programme, flow);
  if (!version) throw new Refusal('not_found', { detail: `There is no published flow "${flow}".` });
  const run = derivedId('run', caller.programme, flow, 'by hand', caller.id, requestKey);
  const subject = {
    kind: version.document.subject,
    id: version.document.subject === 'programme' ? caller.programme : derivedId('batch', caller.programme, run),
  };
  await store.admissions.admit(caller.programme, {
    flow: { key: version.key, version: version.version, hash: version.hash },
    subject,
    run,
    input: { params, startedBy: caller.id, startedByName: actorOf(caller).name },
    admittedAt: context.now(),
  });
  return run;
}
