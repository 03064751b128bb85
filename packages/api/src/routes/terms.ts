import { claimed, claimsLimits, isId, type Partner, type Programme, type TermsSource, type Tier } from '@sluice/domain';
import type { PartnerAgreementDto, ProgrammeTermsDto } from '@sluice/contracts';
import type { Stored } from '@sluice/store';
import { termsFor } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { compact } from '../present/plain.js';
import { checkedTerms, sentenceOf, termsDto } from '../present/terms.js';
import { actorOf } from './users.js';

type TermsRoutes = 'getTerms' | 'updateTerms' | 'getPartnerAgreement' | 'updatePartnerAgreement';
type Locale = 'en' | 'de';

/** Whose terms count: those of the programme, of tiers and of single partners. What is changed counts from the next order. */
export function termsRoutes(context: Context): Pick<Handlers, TermsRoutes> {
  const { store } = context;

  return {
    async getTerms({ caller, locale }) {
      return dto(await store.programmes.need(caller.programme), locale);
    },

    async updateTerms({ caller, body, locale }) {
      const { rev, spendCaps } = body;
      const own = await changeOf(caller, body.terms, '/terms');
      const byTier = new Map<string, TermsSource | undefined>();
      const { tiers } = await store.programmes.need(caller.programme);
      for (const [key, terms] of Object.entries(body.tiers ?? {})) {
        const pointer = `/tiers/${key}`;
        if (!tiers.some((tier) => tier.key === key)) throw wrong(pointer, 'unknown_tier', 'no tier has this key');
        byTier.set(key, (await changeOf(caller, terms, pointer))?.terms);
      }
      const changed = await store.programmes.change(
        caller.programme,
        (programme) => ({
          set: {
            settings: {
              ...without(programme.settings, own ? ['terms'] : []),
              ...(own?.terms && { terms: own.terms }),
              ...(spendCaps && { spendCaps: spendCaps.map((cap) => compact(cap)) }),
            },
            tiers: programme.tiers.map((tier) => (byTier.has(tier.key) ? withTerms(tier, byTier.get(tier.key)) : tier)),
          },
          audit: {
            action: 'terms.changed',
            actor: actorOf(caller),
            detail: { fields: Object.keys(body).filter((field) => field !== 'rev'), tiers: [...byTier.keys()] },
          },
        }),
        rev,
      );
      return dto(changed, locale);
    },

    async getPartnerAgreement({ caller, params, locale }) {
      return agreement(await partnerOf(caller, params.id), locale);
    },

    async updatePartnerAgreement({ caller, params, body, locale }) {
      const partner = await partnerOf(caller, params.id);
      const { rev, group } = body;
      if (group && !(await store.groups.get(caller.programme, group)))
        throw wrong('/group', 'unknown_group', 'no group has this key');
      const own = await changeOf(caller, body.terms, '/terms');
      const changed = await store.partners.change(
        caller.programme,
        partner.id,
        () => ({
          set: {
            ...(group !== undefined && { group: group ?? undefined }),
            ...(own && { agreed: own.terms }),
          },
          audit: {
            action: 'partner.terms_changed',
            actor: actorOf(caller),
            detail: { ...(group !== undefined && { group }), ...(own && { terms: own.terms ? 'own' : 'none' }) },
          },
        }),
        rev,
      );
      return agreement(changed, locale);
    },
  };

  /** What is set: undefined where nothing was said, `terms: undefined` where they are taken away. */
  async function changeOf(
    caller: Caller,
    given: Parameters<typeof checkedTerms>[2] | null | undefined,
    pointer: string,
  ): Promise<{ terms: TermsSource | undefined } | undefined> {
    if (given === undefined) return undefined;
    return { terms: given === null ? undefined : await checkedTerms(context, caller.programme, given, pointer) };
  }

  async function partnerOf(caller: Caller, id: string): Promise<Stored<Partner>> {
    const partner = isId('partner', id) ? await store.partners.get(caller.programme, id) : null;
    if (!partner) throw new Refusal('not_found');
    return partner;
  }

  async function dto(programme: Stored<Programme & { id: string; programme: string }>, locale: Locale) {
    const { currency, settings, tiers, rev } = programme;
    const said = (terms: TermsSource | undefined) => ({
      terms: terms && termsDto(terms),
      sentence: terms && sentenceOf(terms, currency, locale),
    });
    const answer: ProgrammeTermsDto = compact({
      ...said(settings.terms),
      tiers: tiers.map(({ key, name, terms }) => compact({ key, name, ...said(terms) })),
      spendCaps: await spentOf(programme),
      rev,
    });
    return answer;
  }

  /** Spend caps with what is claimed of each in the period that is running. */
  async function spentOf({ key, settings, timeZone, currency }: Programme): Promise<ProgrammeTermsDto['spendCaps']> {
    const caps = (settings.spendCaps ?? []).map((cap) => ({ ...cap, currency }));
    const about = { rule: '', customer: '', at: context.now(), timeZone, currency };
    const limits = claimsLimits({ type: 'none', reason: '' }, about, caps);
    return Promise.all(
      limits.map(async (limit) => {
        const claims = await store.spendClaims.get(key, limit.key);
        const { period, amount } = limit.cap;
        return compact({ period, amount, claimed: String(claims ? claimed(claims.claims) : 0n) });
      }),
    );
  }

  async function agreement(partner: Stored<Partner>, locale: Locale): Promise<PartnerAgreementDto> {
    const programme = await store.programmes.need(partner.programme);
    const group = partner.group === undefined ? null : await store.groups.get(partner.programme, partner.group);
    const { from, source } = await termsFor(store, programme, partner, '');
    const byFlow = locale === 'en' ? 'By the rule that the flow names' : 'Nach der Regel, die der Ablauf nennt';
    return compact({
      group: group ? { key: group.key, name: group.name } : undefined,
      terms: partner.agreed && termsDto(partner.agreed),
      counts: compact({
        level: from.level,
        name: from.name,
        source: from.level === 'flow' ? undefined : termsDto(source),
        sentence: from.level === 'flow' ? byFlow : sentenceOf(source, programme.currency, locale),
      }),
      rev: partner.rev,
    });
  }
}

function withTerms({ terms: _before, ...tier }: Tier, terms: TermsSource | undefined): Tier {
  return { ...tier, ...(terms && { terms }) };
}

function without<T extends object>(value: T, keys: readonly (keyof T)[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as keyof T))) as T;
}

function wrong(pointer: string, code: string, message: string): Refusal {
  return new Refusal('invalid', { errors: [{ pointer, code, message }] });
}
