import { createHash, randomBytes } from 'node:crypto';
import {
  accountRails,
  accountText,
  addDuration,
  confirmWithin,
  cooledAt,
  isAccountRail,
  isCurrency,
  maskedAccount,
  notConfirmable,
  parsePayoutAccount,
  readAccount,
  type Partner,
  type PartnerId,
  type PayoutAccount,
  type Programme,
} from '@sluice/domain';
import { accountFields, type AccountField } from '@sluice/domain/payouts/account-fields';
import type { PayoutMethodChangeDto, PayoutMethodDto, ProblemError } from '@sluice/contracts';
import { askForMethod, confirmMethod, methodChangeId, withdrawMethod } from '@sluice/store/operations/index';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact } from '../present/plain.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

type MethodRoutes = 'getPayoutMethod' | 'changePayoutMethod' | 'withdrawPayoutMethod' | 'confirmPayoutMethod';

/**
 * How partners are paid. New details are taken down encrypted and count once the link has been followed that goes to the
 * partner's address; who entered them makes no difference.
 */
export function payoutMethodRoutes(context: Context): Pick<Handlers, MethodRoutes> {
  const { store } = context;

  async function one(caller: Caller, reach: 'any' | 'own', id: string): Promise<Partner> {
    if (reach === 'own' && id !== caller.partner) throw new Refusal('not_found');
    const partner = await store.partners.get(caller.programme, id as PartnerId);
    if (!partner) throw new Refusal('not_found');
    return partner;
  }

  return {
    async getPayoutMethod({ caller, reach, params }) {
      return methodOf(context, await one(caller, reach, params.id));
    },

    async changePayoutMethod({ caller, reach, params, body, requestKey }) {
      const partner = await one(caller, reach, params.id);
      const programme = await programmeOf(context, caller.programme);
      const account = await accountOf(context, programme, partner, body);
      const text = accountText(account);
      const token = randomBytes(32).toString('base64url');
      const now = context.now();
      const expiresAt = addDuration(now, confirmWithin, programme.timeZone);
      const id = methodChangeId(caller.programme, caller.id, requestKey);
      const shown = maskedAccount(account);
      await askForMethod(
        store,
        {
          id,
          programme: caller.programme,
          partner: partner.id,
          state: 'waiting',
          rail: account.rail,
          currency: body.currency,
          account: context.secrets.seal(text),
          accountHash: context.secrets.accountHash(text),
          shown,
          askedBy: actorOf(caller),
          askedAt: now,
          expiresAt,
          to: partner.email,
          tokenHash: hashOf(token),
        },
        {
          key: `payout-method:${id}`,
          channel: 'email',
          template: 'bank-details-confirm',
          to: partner.email,
          locale: partner.language,
          vars: {
            name: partner.name,
            rail: account.rail,
            account: shown,
            currency: body.currency,
            by: caller.partner === partner.id ? partner.name : programme.name,
            until: expiresAt.toISOString(),
            // Sealed: whoever reads the outbox must not be able to follow it.
            url: { sealed: context.secrets.seal(`${context.config.baseUrl}/confirm-payout-method#${token}`) },
          },
          partner: partner.id,
        },
      );
      return methodOf(context, partner);
    },

    async withdrawPayoutMethod({ caller, reach, params }) {
      const partner = await one(caller, reach, params.id);
      for (const waiting of await store.payoutMethodChanges.waitingOf(caller.programme, partner.id))
        await withdrawMethod(store, waiting, actorOf(caller));
      return methodOf(context, partner);
    },

    async confirmPayoutMethod({ body }) {
      const waiting = await byToken(context, hashOf(body.token));
      if (!waiting) throw new Refusal('not_found', { detail: 'This link does not belong to any change.' });
      const programme = await programmeOf(context, waiting.programme);
      const now = context.now();
      const why = notConfirmable(waiting, now);
      if (why) throw new Refusal('conflict', { detail: refusals[why] ?? why });
      const partner = await confirmMethod(store, waiting, now, (told) => ({
        key: `payout-method-changed:${waiting.id}`,
        channel: 'email',
        template: 'bank-details-changed',
        to: waiting.to,
        locale: told.language,
        vars: {
          name: told.name,
          rail: waiting.rail,
          account: waiting.shown,
          from: cooledAt(now, programme.settings.payouts?.coolingDays).toISOString(),
          url: `${context.config.baseUrl}/portal/account`,
        },
        partner: told.id,
      }));
      const { rail, currency, shown: account } = waiting;
      return compact({ rail, currency, account, coolsUntil: coolsUntil(programme, partner, now) });
    },
  };
}

const refusals: Readonly<Record<string, string>> = {
  withdrawn: 'These bank details were taken back or replaced by newer ones. Nothing was changed.',
  expired: 'The link has expired. Enter the bank details again to get a new one; nothing was changed.',
};

/** The change that a link belongs to, in whichever programme it is. */
async function byToken(context: Context, tokenHash: string) {
  for (const key of await context.store.programmes.keys()) {
    const found = await context.store.payoutMethodChanges.findByToken(key, tokenHash);
    if (found) return found;
  }
  return null;
}

async function methodOf(context: Context, partner: Partner): Promise<PayoutMethodDto> {
  const programme = await programmeOf(context, partner.programme);
  const now = context.now();
  const [newest] = await context.store.payoutMethodChanges.waitingOf(partner.programme, partner.id);
  const current = await context.store.partners.need(partner.programme, partner.id);
  const waiting = newest && notConfirmable(newest, now) === undefined ? newest : undefined;
  const rails = await railsOf(context, programme, partner);
  return compact({
    method:
      current.payout &&
      compact({
        rail: current.payout.rail,
        currency: current.payout.currency,
        account: shownAccount(context, current.payout),
        changedAt: at(current.payout.changedAt),
        coolsUntil: coolsUntil(programme, current, now),
      }),
    waiting: waiting && {
      rail: waiting.rail,
      currency: waiting.currency,
      account: waiting.shown,
      askedBy: waiting.askedBy.name,
      askedAt: at(waiting.askedAt),
      expiresAt: at(waiting.expiresAt),
      to: waiting.to.replace(/^(.).*@/, '$1•••@'),
    },
    rails: rails.map((rail) => ({ rail, fields: fieldsOf(rail) })),
    currencies: [...new Set([programme.currency, ...Object.keys(programme.settings.minimumPayout)])].sort(),
  });
}

/** An account as people may see it; of one that cannot be read nothing is shown. */
export function shownAccount(context: Context, payout: NonNullable<Partner['payout']>): string {
  const read = readAccount(context.secrets.openAccount(payout.account), payout.rail);
  return read.ok ? maskedAccount(read.account) : '••••';
}

/** What a form asks for; a field that only sometimes has to be given is told by the check. */
function fieldsOf(rail: PayoutAccount['rail']): PayoutMethodDto['rails'][number]['fields'] {
  const fields: readonly AccountField[] = accountFields[rail];
  return fields.map(({ key, label, required }) => ({ key, label, required: required === true }));
}

function coolsUntil(programme: Programme, { payout }: Pick<Partner, 'payout'>, now: Date): string | undefined {
  const until = payout && cooledAt(payout.changedAt, programme.settings.payouts?.coolingDays);
  return until && until.getTime() > now.getTime() ? at(until) : undefined;
}

/** The rails that a partner may choose: those that are switched on, of those that its group may use. */
async function railsOf(context: Context, programme: Programme, { group }: Partner): Promise<PayoutAccount['rail'][]> {
  const [settings, found] = await Promise.all([
    context.store.rails.list(programme.key),
    group === undefined ? null : context.store.groups.get(programme.key, group),
  ]);
  const on = settings.filter(({ enabled }) => enabled).map(({ key }) => key);
  const methods = found?.payout?.methods ?? [];
  return accountRails
    .filter((rail) => settings.length === 0 || on.includes(rail))
    .filter((rail) => methods.length === 0 || methods.includes(rail));
}

async function accountOf(
  context: Context,
  programme: Programme,
  partner: Partner,
  { account, currency }: PayoutMethodChangeDto,
): Promise<PayoutAccount> {
  const problems: ProblemError[] = [];
  if (!isCurrency(currency))
    problems.push({
      pointer: '/currency',
      code: 'unknown_currency',
      message: `Nobody is paid in ${currency}.`,
      params: { currency },
    });
  const { rail } = account;
  const allowed = await railsOf(context, programme, partner);
  if (isAccountRail(rail) && !allowed.includes(rail))
    problems.push({
      pointer: '/account/rail',
      code: 'rail_off',
      message: 'Partners of this group are not paid this way.',
    });
  const parsed = parsePayoutAccount(account);
  if (!parsed.ok)
    problems.push(...parsed.problems.map((problem) => ({ ...problem, pointer: `/account${problem.pointer}` })));
  if (problems.length > 0 || !parsed.ok) throw new Refusal('invalid', { errors: problems });
  return parsed.account;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
