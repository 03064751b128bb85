import type { Json, JsonObject } from './json.js';
import type { Partner, Referral } from './partner.js';

/** What can be told of a lead, by the paths that a mapping may name, e.g. `lead.email`, `partner.name`, `referral.stage`. */
export function leadRecord(known: {
  referral: Referral;
  partner: Partner;
  /** Data of the event by which it became a lead, while that is kept. */
  event?: JsonObject;
  customer?: { externalId: string; email?: string; country?: string };
  assignee?: { id: string; name: string; email: string };
}): JsonObject {
  const { referral, partner, event, customer, assignee } = known;
  return {
    lead: {
      ...(customer && { id: customer.externalId }),
      ...(customer?.email !== undefined && { email: customer.email }),
      ...(customer?.country !== undefined && { country: customer.country }),
      ...objectIn(event, 'lead'),
    },
    utm: objectIn(event, 'utm'),
    referral: {
      id: referral.id,
      stage: referral.stage,
      status: referral.status,
      tags: referral.tags ?? [],
      createdAt: referral.createdAt.toISOString(),
    },
    partner: {
      id: partner.id,
      name: partner.name,
      email: partner.email,
      type: partner.type,
      tier: partner.tier,
      ...(partner.owner !== undefined && { owner: partner.owner }),
    },
    ...(assignee && { assignee }),
  };
}

/** How the credit for a lead came about, as a CRM is told it: partners with their shares, and the touches that counted. */
export function leadAttribution(referral: Referral, record: JsonObject): JsonObject {
  return {
    model: referral.model,
    partner: record['partner'] ?? null,
    weights: referral.weights.map(({ partner, ppm }) => ({ partner, ppm })),
    utm: record['utm'] ?? {},
    touches: referral.touches
      .filter(({ counted }) => counted)
      .map(({ kind, at, partner, link, coupon }) => ({
        kind,
        at: at.toISOString(),
        partner,
        ...(link !== undefined && { link }),
        ...(coupon !== undefined && { coupon }),
      })),
  };
}

/** Used where a programme has not mapped any field. */
export const usualCrmMapping: Readonly<Record<string, string>> = {
  email: 'lead.email',
  name: 'lead.name',
  company: 'lead.company',
  phone: 'lead.phone',
  country: 'lead.country',
  partner: 'partner.name',
  partner_id: 'partner.id',
  referral_id: 'referral.id',
  owner_email: 'assignee.email',
};

/** The CRM's fields by its own names; what is not known is left out. */
export function mappedFields(record: JsonObject, mapping: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(mapping).flatMap(([field, path]): [string, Json][] => {
      const value = valueAt(record, path);
      return value === undefined || value === null || value === '' ? [] : [[field, value]];
    }),
  );
}

function valueAt(record: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = record;
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined;
    value = value[name];
  }
  return value;
}

function objectIn(data: JsonObject | undefined, name: string): JsonObject {
  const value = data?.[name];
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
