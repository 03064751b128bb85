import { crmConnectors } from '@sluice/connectors/crm/outbound';
import type { CrmLead } from '@sluice/connectors/crm/crm';
import {
  leadAttribution,
  leadRecord,
  mappedFields,
  usualCrmMapping,
  type EventId,
  type Referral,
} from '@sluice/domain';
import type { CrmSetting } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, UnknownOutcome, type NodeActivity } from '../activity-types.js';
import { referralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { isObject, text } from '../read.js';

/** Sends a lead to the programme's CRM, once by the effect's key. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'push_to_crm',
  async run(deps, ctx) {
    const referral = await referralOf(deps, ctx);
    const crm = await crmOf(deps, ctx);
    const connector = crmConnectors.get(crm.kind);
    if (!connector)
      throw new NonRetryable('unknown_crm_kind', `Nothing here speaks to a CRM of the kind "${crm.kind}".`);
    await deps.failpoint('crm.begin.before');
    const { doc: push } = await deps.store.crms.begin({
      programme: ctx.programme,
      key: ctx.key,
      crm: crm.key,
      referral: referral.id,
      run: ctx.run,
      createdAt: deps.now(),
    });
    const settle = (said: Parameters<typeof deps.store.crms.settle>[2]) =>
      deps.store.crms.settle(ctx.programme, push.id, said, { id: actorOf(ctx) });
    const answer = (reference: string | undefined) => ({
      port: 'next',
      output: {
        referral: referral.id,
        partner: referral.partner,
        push: push.id,
        ...(reference !== undefined && { reference }),
      },
    });
    if (push.state === 'taken') return answer(push.reference);
    const lead = await leadOf(deps, ctx, referral, crm);
    await deps.failpoint('crm.push.before');
    const result = await connector.push({ url: crm.url, secret: deps.openAccount(crm.secret) }, lead, {
      key: ctx.key,
      at: deps.now(),
      ...(deps.allowLoopback && { allowLoopback: true }),
    });
    await deps.failpoint('crm.push.after');
    switch (result.outcome) {
      case 'taken':
        await settle({
          state: 'taken',
          at: deps.now(),
          ...(result.reference !== undefined && { reference: result.reference }),
        });
        return answer(result.reference);
      case 'refused':
        await settle({ state: 'refused', at: deps.now(), error: { code: result.code, message: result.message } });
        throw new NonRetryable(result.code, result.message);
      case 'later':
        throw Object.assign(new Error(result.message), { code: result.code });
      case 'unknown':
        throw new UnknownOutcome(result.code, `${result.message} Whether the CRM took the lead is not known.`);
    }
  },
};

async function crmOf(deps: ActivityDeps, ctx: EffectContext): Promise<CrmSetting> {
  const key = text(ctx.config, 'crm') ?? 'crm';
  const crm = await deps.store.crms.get(ctx.programme, key);
  if (!crm) throw new NonRetryable('no_crm', `The programme has no CRM "${key}"; set it up, then retry.`);
  if (!crm.enabled) throw new NonRetryable('crm_off', `The CRM "${key}" is switched off.`);
  return crm;
}

/** Looked up when it is pushed: a run's own variables hold no personal data. */
async function leadOf(
  { store }: ActivityDeps,
  ctx: EffectContext,
  referral: Referral,
  { mapping }: CrmSetting,
): Promise<CrmLead> {
  const { programme } = ctx;
  const [partner, customer, event, people] = await Promise.all([
    store.partners.need(programme, referral.partner),
    store.customers.get(programme, referral.customer),
    referral.leadEvent === undefined ? null : store.events.get(programme, referral.leadEvent as EventId),
    store.users.list(programme),
  ]);
  const assignee = people.find(({ id }) => id === referral.assignee);
  const record = leadRecord({
    referral,
    partner,
    ...(event && { event: event.data }),
    ...(customer && { customer }),
    ...(assignee && { assignee: { id: assignee.id, name: assignee.name, email: assignee.email } }),
  });
  const own = ctx.config['fields'];
  return {
    id: referral.id,
    fields: {
      ...mappedFields(record, Object.keys(mapping).length === 0 ? usualCrmMapping : mapping),
      ...(isObject(own ?? null) ? (own as Record<string, never>) : {}),
    },
    attribution: leadAttribution(referral, record),
  };
}
