import { derivedId, leadRecord, mappedFields, usualCrmMapping } from '@sluice/domain';
import { isObject, text } from '../read.js';
import { read } from '../simulation/documents.js';
import { needPartner } from '../simulation/partner.js';
import { referralOf } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

/** The CRM takes every lead; a fault of the case says otherwise. Nothing leaves the simulated world. */
export const simulation: NodeSimulation = {
  type: 'push_to_crm',
  run(world, ctx) {
    const referral = referralOf(world, ctx);
    const partner = needPartner(world, referral.partner);
    const event = isObject(ctx.vars['event'] ?? null) ? ctx.vars['event'] : undefined;
    const told = isObject(event ?? null) ? read(world, 'events', String((event as { id?: unknown }).id)) : undefined;
    const record = leadRecord({ referral, partner, ...(told && { event: told.data }) });
    const own = ctx.config['fields'] ?? null;
    world.did(ctx, 'lead_pushed', {
      referral: referral.id,
      crm: text(ctx.config, 'crm') ?? 'crm',
      fields: { ...mappedFields(record, usualCrmMapping), ...(isObject(own) ? own : {}) },
    });
    const push = derivedId('push', ctx.programme, ctx.key);
    return { port: 'next', output: { referral: referral.id, partner: partner.id, push } };
  },
};
