import { derivedId, DomainError, lowestTier, partnerBalances, withTags } from '@sluice/domain';
import type { JsonObject, Partner, PartnerId } from '@sluice/domain';
import type { PartnerBalanceDto, PartnerDetail, TimelineEntry } from '@sluice/contracts';
import { checkPartnerFields, setStatus } from '@sluice/store/operations/index';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import { isDuplicate } from '../http/problem-of-store.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { balanceDto, couponDto, linkDto, partnerRow } from '../present/partner.js';
import { at, compact, moneyDto, shown } from '../present/plain.js';
import { statementRow } from '../present/statement.js';
import { eventText, journalText } from '../present/words.js';
import { auditLines } from '../present/audit.js';
import { shownAccount } from './payout-methods.js';
import { programmeOf } from './programme.js';
import { actorOf, namesOfUsers } from './users.js';

type PartnerRoutes =
  | 'listPartners'
  | 'createPartner'
  | 'getPartner'
  | 'updatePartner'
  | 'changePartnerStatus'
  | 'getPartnerTimeline'
  | 'getPartnerBalance'
  | 'listPartnerLinks'
  | 'listPartnerCoupons'
  | 'listPartnerStatements';

export function partnerRoutes(context: Context): Pick<Handlers, PartnerRoutes> {
  const { store, config } = context;

  /** The partner of that id, or 404: also for another's, where the caller sees only its own. */
  async function one(caller: Caller, reach: 'any' | 'own', id: string): Promise<Partner> {
    if (reach === 'own' && id !== caller.partner) throw new Refusal('not_found');
    const partner = await store.partners.get(caller.programme, id as PartnerId);
    if (!partner) throw new Refusal('not_found');
    return partner;
  }

  async function detail(programme: string, id: PartnerId): Promise<PartnerDetail> {
    const found = await partnerDetailOf(context, programme, id);
    if (!found) throw new Refusal('not_found');
    return found;
  }

  return {
    async listPartners({ caller, reach, query }) {
      const programme = await programmeOf(context, caller.programme);
      const page =
        reach === 'own'
          ? { data: [await one(caller, reach, caller.partner ?? '')], nextCursor: null }
          : await store.partners.list(caller.programme, compact(query));
      const balances = await balancesByPartner(
        context,
        caller.programme,
        page.data.map(({ id }) => id),
      );
      return shown(page, (partner) => partnerRow(partner, balances.get(partner.id) ?? [], programme));
    },

    async createPartner({ caller, body, requestKey }) {
      const programme = await programmeOf(context, caller.programme);
      const now = context.now();
      const tier = lowestTier(programme.tiers);
      const group = body.group === undefined ? undefined : await store.groups.get(caller.programme, body.group);
      if (group === null)
        throw new Refusal('invalid', {
          errors: [{ pointer: '/group', code: 'unknown_group', message: 'no group has this key' }],
        });
      const { inserted, doc } = await store.partners
        .insertOrRead(
          {
            ...compact(body),
            id: derivedId('partner', caller.programme, caller.id, requestKey),
            programme: caller.programme,
            status: group?.newPartners ?? 'active',
            tier,
            tierSince: now,
            createdAt: now,
          },
          { audit: { action: 'partner.created', actor: actorOf(caller), detail: { name: body.name } } },
        )
        .catch((error: unknown) => {
          throw isDuplicate(error)
            ? new Refusal('conflict', {
                detail: 'There is a partner with this e-mail address.',
                errors: [{ pointer: '/email', code: 'taken', message: 'taken' }],
              })
            : error;
        });
      if (!inserted && doc.email !== body.email) throw new Refusal('conflict');
      return detail(caller.programme, doc.id);
    },

    async getPartner({ caller, reach, params }) {
      return detail(caller.programme, (await one(caller, reach, params.id)).id);
    },

    async updatePartner({ caller, reach, params, body }) {
      const partner = await one(caller, reach, params.id);
      const { rev, owner, tags, ...rest } = body;
      const fields = compact(rest);
      if (owner) await refuseStranger(context, caller, owner, '/owner');
      if (fields.custom) await refuseCustom(context, caller, partner, fields.custom);
      const named = [...Object.keys(fields), ...(owner === undefined ? [] : ['owner']), ...(tags ? ['tags'] : [])];
      await store.partners.change(
        caller.programme,
        partner.id,
        () => ({
          set: {
            ...fields,
            ...(tags && { tags: oneOfEach(tags) }),
            ...(owner !== undefined && { owner: owner ?? undefined }),
          },
          audit: { action: 'partner.changed', actor: actorOf(caller), detail: { fields: named } },
        }),
        rev,
      );
      return detail(caller.programme, partner.id);
    },

    async changePartnerStatus({ caller, reach, params, body }) {
      const partner = await one(caller, reach, params.id);
      const { status, reason, rev, forCause = false } = body;
      const by = { actor: actorOf(caller), at: context.now(), reason, forCause, expectedRev: rev };
      await setStatus(store, caller.programme, partner.id, status, by).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        throw new Refusal('invalid', {
          detail: error.message,
          errors: [{ pointer: '/status', code: error.code, message: error.message }],
        });
      });
      return detail(caller.programme, partner.id);
    },

    async getPartnerTimeline({ caller, reach, params, query, locale }) {
      const partner = await one(caller, reach, params.id);
      const entries = await timelineOf(context, partner, locale, caller);
      return paged(entries, query.limit, query.cursor);
    },

    async getPartnerBalance({ caller, reach, params }) {
      const partner = await one(caller, reach, params.id);
      return { data: partnerBalances(await store.ledger.head(caller.programme, partner.id)).map(balanceDto) };
    },

    async listPartnerLinks({ caller, reach, params }) {
      const partner = await one(caller, reach, params.id);
      return {
        data: (await store.links.ofPartner(caller.programme, partner.id)).map((link) => linkDto(link, config.baseUrl)),
        nextCursor: null,
      };
    },

    async listPartnerCoupons({ caller, reach, params }) {
      const partner = await one(caller, reach, params.id);
      return { data: (await store.coupons.ofPartner(caller.programme, partner.id)).map(couponDto), nextCursor: null };
    },

    async listPartnerStatements({ caller, reach, params, query }) {
      const partner = await one(caller, reach, params.id);
      const page = await store.statements.list(caller.programme, { ...compact(query), partner: partner.id });
      const names = await new Names(store, caller.programme).load([partner.id]);
      return shown(page, (statement) => statementRow(statement, names));
    },
  };
}

/** Somebody who is not on the team cannot be given anything. */
export async function refuseStranger(context: Context, caller: Caller, id: string, pointer: string): Promise<void> {
  const user = await context.store.users.get(caller.programme, id);
  if (user && !user.disabled && !user.roles.includes('partner')) return;
  const message = 'There is nobody on the team with this id.';
  throw new Refusal('invalid', { errors: [{ pointer, code: 'unknown_user', message }] });
}

/** Holds the custom fields that change against the types that the programme has given them. */
async function refuseCustom(context: Context, caller: Caller, partner: Partner, custom: JsonObject): Promise<void> {
  const programme = await programmeOf(context, caller.programme);
  for (const [name, value] of Object.entries(custom)) {
    if (JSON.stringify(partner.custom[name]) === JSON.stringify(value)) continue;
    await checkPartnerFields(context.store, programme, { [name]: value }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw new Refusal('invalid', {
        errors: [{ pointer: `/custom/${name}`, code: error.code, message: error.message }],
      });
    });
  }
}

/** Tags as they were given, each once whatever its case. */
export function oneOfEach(tags: readonly string[]): string[] {
  const after = withTags([], tags, []);
  if (!after.ok)
    throw new Refusal('invalid', { errors: [{ pointer: '/tags', code: after.code, message: after.message }] });
  return after.tags;
}

/** A partner with links, coupons and figures, or null. */
export async function partnerDetailOf(
  context: Context,
  programmeKey: string,
  id: PartnerId,
): Promise<PartnerDetail | null> {
  const { store, config } = context;
  const partner = await store.partners.get(programmeKey, id);
  if (!partner) return null;
  const others = [...(partner.mergedInto ? [partner.mergedInto] : []), ...(partner.merged ?? [])];
  const [programme, head, links, coupons, commissions, reviews, lists, name, merges] = await Promise.all([
    programmeOf(context, programmeKey),
    store.ledger.head(programmeKey, id),
    store.links.ofPartner(programmeKey, id),
    store.coupons.ofPartner(programmeKey, id),
    store.commissions.ofPartner(programmeKey, id),
    store.approvals.collection.find(programmeKey, { kind: 'commission', state: { $in: ['approved', 'rejected'] } }),
    store.lists.ofMember(programmeKey, id),
    namesOfUsers(context, programmeKey, partner.owner === undefined ? [] : [partner.owner]),
    new Names(store, programmeKey).load(others),
  ]);
  const named = (other: PartnerId) => ({ id: other, name: merges.partner(other).name });
  const yearAgo = new Date(context.now().getTime() - 365 * 86_400_000);
  const own = new Set<string>(commissions.map((one) => one.id));
  const recent = commissions.filter((one) => one.occurredAt >= yearAgo);
  const currencies = [...new Set(recent.map((one) => one.amount.currency))].sort();
  const ofOrders = commissions.filter((one) => one.reverses === undefined);
  const reversed = ofOrders.filter(
    (one) => (one.position?.reversed.amount ?? 0n) > 0n || commissions.some(({ reverses }) => reverses === one.id),
  );
  const ownReviews = reviews.filter(({ subject }) => own.has(subject.id));
  return {
    ...partnerRow(partner, partnerBalances(head).map(balanceDto), programme),
    ...compact({
      group: partner.group,
      organisation: partner.organisation,
      website: partner.website,
      ownerName: partner.owner && name(partner.owner),
      statusSince: partner.statusSince && at(partner.statusSince),
      statusReason: partner.statusReason,
      forCause: partner.forCause,
      mergedInto: partner.mergedInto && named(partner.mergedInto),
      merged: partner.merged?.map(named),
      erasedAt: partner.erasedAt && at(partner.erasedAt),
      payout: partner.payout && {
        rail: partner.payout.rail,
        currency: partner.payout.currency,
        account: shownAccount(context, partner.payout),
        changedAt: at(partner.payout.changedAt),
      },
    }),
    tierSince: at(partner.tierSince),
    lists,
    language: partner.language,
    timeZone: partner.timeZone,
    custom: partner.custom,
    links: links.filter(({ active }) => active).map((link) => linkDto(link, config.baseUrl)),
    coupons: coupons.filter(({ active }) => active).map(couponDto),
    figures: {
      earned12Months: currencies.map((currency) =>
        moneyDto({
          currency,
          amount: recent
            .filter((one) => one.amount.currency === currency)
            .reduce((sum, one) => sum + one.amount.amount, 0n),
        }),
      ),
      orders: new Set(ofOrders.map(({ order }) => order)).size,
      refundRate: ofOrders.length === 0 ? null : String(Math.round((reversed.length / ofOrders.length) * 1000) / 10),
      reviews: { total: ownReviews.length, approved: ownReviews.filter(({ state }) => state === 'approved').length },
      openCommissions: commissions.filter((one) => one.position?.state === 'held' || one.position?.state === 'payable')
        .length,
    },
    rev: partner.rev,
  };
}

async function balancesByPartner(
  context: Context,
  programme: string,
  ids: readonly PartnerId[],
): Promise<Map<string, PartnerBalanceDto[]>> {
  const heads = await Promise.all(ids.map((id) => context.store.ledger.head(programme, id)));
  return new Map(ids.map((id, index) => [id, partnerBalances(heads[index] ?? null).map(balanceDto)]));
}

/** How much of each kind of entry a timeline looks back at. */
const lookBack = 500;

/** Everything that is told of a partner, newest first; what only staff may read is left out for the partner. */
async function timelineOf(
  context: Context,
  partner: Partner,
  locale: 'en' | 'de',
  caller: Caller,
): Promise<TimelineEntry[]> {
  const { store } = context;
  const { programme, id } = partner;
  const staff = caller.permissions['audit.read'] === 'any';
  const [journals, statements, messages, audits, referrals] = await Promise.all([
    store.ledger.collection.find(programme, { partner: id }, { sort: { seq: -1 }, limit: lookBack }),
    store.statements.ofPartner(programme, id),
    store.messages.collection.find(programme, { partner: id }, { sort: { createdAt: -1 }, limit: lookBack }),
    staff ? store.audit.about(programme, id, lookBack) : [],
    store.referrals.ofPartner(programme, id),
  ]);
  const entries: TimelineEntry[] = [
    ...journals.map((journal) => {
      const entry = journal.commissions[0];
      const moved = journal.postings
        .filter(({ account }) => account.startsWith('partner:'))
        .map(({ amount, currency }) => ({ amount, currency }))[0];
      return compact({
        id: journal.id,
        at: at(journal.at),
        kind: 'journal' as const,
        code: `journal.${journal.kind}`,
        text: journalText(journal, locale),
        actor: staff ? journal.actor : undefined,
        amount:
          entry && entry.delta !== 0n
            ? moneyDto({ amount: entry.delta, currency: entry.currency })
            : moved && moneyDto(moved),
        subject: entry
          ? { kind: 'commission', id: entry.id }
          : journal.payout
            ? { kind: 'payout', id: journal.payout }
            : undefined,
      });
    }),
    ...statements.map((statement) => ({
      id: statement.id,
      at: at(statement.createdAt),
      kind: 'statement' as const,
      code: 'statement.issued',
      text: locale === 'de' ? `Abrechnung ${statement.number}` : `Statement ${statement.number}`,
      amount: moneyDto(statement.closing),
      subject: { kind: 'statement', id: statement.id },
    })),
    ...messages.map((message) => ({
      id: message.id,
      at: at(message.sentAt ?? message.createdAt),
      kind: 'message' as const,
      code: `message.${message.state}`,
      text: message.subjectLine ?? message.template,
      subject: { kind: 'message', id: message.id },
    })),
    ...(await auditLines(store, programme, audits, locale)),
    ...referrals.map((referral) => ({
      id: referral.id,
      at: at(referral.createdAt),
      kind: 'event' as const,
      code: referral.orders > 0 ? 'referral.created' : 'referral.lead',
      text: eventText(
        referral.orders > 0 ? 'referral.created' : 'referral.lead',
        { customer: referral.customerExternalId },
        locale,
      ),
      subject: { kind: 'referral', id: referral.id },
    })),
  ];
  return entries.sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
}

function paged(
  entries: TimelineEntry[],
  limit: number,
  cursor: string | undefined,
): { data: TimelineEntry[]; nextCursor: string | null } {
  const start = cursor === undefined ? 0 : entries.findIndex(({ id }) => id === cursor) + 1;
  const data = entries.slice(start, start + limit);
  const more = start + limit < entries.length;
  return { data, nextCursor: more ? (data.at(-1)?.id ?? null) : null };
}
