import { createHash } from 'node:crypto';
import {
  bankingDay,
  dayOf,
  derivedId,
  isBankingDay,
  payOf,
  readAccount,
  sumMoney,
  type Batch,
  type Payout,
} from '@sluice/domain';
import type { FileFormat, FilePayment } from '@sluice/connectors/rails/files/index';
import type { PayoutFileCreate } from '@sluice/contracts';
import { StoreError, type PayoutFile } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import { programmeOf } from '../routes/programme.js';
import { actorOf } from '../routes/users.js';
import { choose } from './choose.js';

const partSize = 256 * 1024;
/** Two people at once are one too many; ten are a fault. */
const mostRaces = 10;

interface Asked {
  caller: Caller;
  batch: Batch;
  format: FileFormat;
  body: PayoutFileCreate;
  requestKey: string;
}

/**
 * Makes a file of a batch's payouts that wait for one. Which payouts are in a file already is read from the batch's files, and the
 * new one takes the next number: two that are made at once cannot both have it, so nothing is exported twice unseen.
 */
export async function makeFile(context: Context, asked: Asked): Promise<PayoutFile> {
  const { store } = context;
  const { caller, batch, format, requestKey } = asked;
  for (let race = 0; race < mostRaces; race += 1) {
    const files = await store.payoutFiles.ofBatch(caller.programme, batch.id);
    const mine = files.find((file) => file.requestKey === requestKey);
    if (mine) return mine;
    const { file, sealed } = await draft(context, asked, files);
    await store.payoutFiles.keepContent(caller.programme, file.sha256, sealed);
    try {
      return await store.payoutFiles.insert(file, {
        audit: {
          action: file.override ? 'payout_file.made_again' : 'payout_file.made',
          actor: actorOf(caller),
          subject: { kind: 'batch', id: batch.id },
          detail: {
            file: file.id,
            format: format.key,
            payments: file.items.length,
            control: file.sums.control,
            sha256: file.sha256,
            ...(file.override && { reason: file.override.reason, again: file.override.payouts.length }),
          },
        },
      });
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'duplicate') throw error;
    }
  }
  throw new Refusal('unavailable', { detail: 'Others are making files of this batch.' });
}

async function draft(
  context: Context,
  asked: Asked,
  files: readonly PayoutFile[],
): Promise<{ file: PayoutFile; sealed: string[] }> {
  const { store } = context;
  const { caller, batch, format, body } = asked;
  const programme = await programmeOf(context, caller.programme);
  const { payouts, again } = await choose(context, asked, files);
  const settings = (await store.rails.get(caller.programme, format.rails[0] ?? ''))?.settings ?? {};
  const texts = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  const missing = format.missing(texts);
  if (missing.length > 0) {
    throw new Refusal('invalid', {
      detail: 'Set whose account this rail pays from before a file is made.',
      errors: missing.map((pointer) => ({
        pointer: `/rails/${format.rails[0]}${pointer}`,
        code: 'missing',
        message: 'This setting of the rail is missing or not right.',
      })),
    });
  }
  const { good, leftOut } = await payments(context, asked, payouts);
  if (good.length === 0) {
    throw new Refusal('invalid', {
      detail: 'None of these payouts can be in such a file.',
      errors: leftOut.map(({ payout, code, message }) => ({ pointer: `/payouts/${payout}`, code, message })),
    });
  }
  const currency = good[0]!.amount.currency;
  if (good.some(({ amount }) => amount.currency !== currency)) {
    const message = 'These payouts are in several currencies: make a file of each.';
    throw new Refusal('invalid', { errors: [{ pointer: '/currency', code: 'several_currencies', message }] });
  }
  const now = context.now();
  const executionDate = executionDay(format, body.executionDate, dayOf(now, programme.timeZone));
  const number = Math.max(0, ...files.map((file) => file.number)) + 1;
  const id = derivedId('payout_file', caller.programme, batch.id, String(number));
  const written = format.write({
    message: `PFL${id.slice(4)}`,
    batch: batch.name,
    ordinal: number - 1,
    madeAt: now,
    executionDate,
    payments: good,
    settings: texts,
  });
  const bytes = Buffer.from(written.content, 'utf8');
  const inFile = new Set(good.map(({ payout }) => payout));
  const repeated = again.filter((payout) => inFile.has(payout));
  return {
    sealed: parts(written.content).map((part) => context.secrets.seal(part)),
    file: {
      id,
      programme: caller.programme,
      batch: batch.id,
      batchName: batch.name,
      number,
      format: format.key,
      name: `${batch.name}-${number}.${format.extension}`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      parts: parts(written.content).length,
      currency,
      total: sumMoney(
        good.map(({ amount }) => amount),
        currency,
      ),
      sums: written.sums,
      executionDate,
      items: good.map(({ payout, partner, key, amount }, index) => ({
        payout,
        partner: partner.id as PayoutFile['items'][number]['partner'],
        key,
        amount,
        reference: written.references[index]!,
      })),
      leftOut,
      ...(body.override && repeated.length > 0 && { override: { reason: body.override.reason, payouts: repeated } }),
      madeBy: { id: caller.id, name: caller.name },
      requestKey: asked.requestKey,
      createdAt: now,
    },
  };
}

/** Each payout as the file would carry it, or why it cannot. */
async function payments(
  context: Context,
  { caller, batch, format }: Asked,
  payouts: readonly Payout[],
): Promise<{ good: FilePayment[]; leftOut: PayoutFile['leftOut'] }> {
  const partners = await context.store.partners.many(caller.programme, [...new Set(payouts.map((one) => one.partner))]);
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const good: FilePayment[] = [];
  const leftOut: PayoutFile['leftOut'] = [];
  for (const payout of payouts) {
    const partner = byId.get(payout.partner);
    const amount = payOf(payout);
    const refuse = (code: string, message: string) =>
      void leftOut.push({ payout: payout.id, partner: payout.partner, amount, code, message });
    const key = payout.attempts.at(-1)?.key;
    const sealed = payout.payee?.account ?? partner?.payout?.account;
    if (key === undefined || sealed === undefined || !partner) {
      refuse('no_account', 'There is no payout account for it.');
      continue;
    }
    const read = readAccount(context.secrets.openAccount(sealed), payout.rail);
    if (!read.ok) {
      refuse('account_invalid', read.problems.map(({ message }) => message).join(' '));
      continue;
    }
    const payment: FilePayment = {
      payout: payout.id,
      key,
      partner: { id: partner.id, name: partner.name },
      amount,
      account: read.account,
      text: batch.name,
    };
    const refused = format.check(payment);
    if (refused) refuse(refused.code, refused.message);
    else good.push(payment);
  }
  return { good, leftOut };
}

function executionDay(format: FileFormat, asked: string | undefined, today: string): string {
  const { calendar } = format;
  if (asked === undefined) return calendar ? bankingDay(today, calendar, 1) : today;
  const wrong = (code: string, message: string) =>
    new Refusal('invalid', { errors: [{ pointer: '/executionDate', code, message }] });
  if (asked < today) throw wrong('past', 'That day is over.');
  if (calendar && !isBankingDay(asked, calendar)) {
    throw wrong('no_banking_day', `Banks do not pay on that day; the next is ${bankingDay(asked, calendar)}.`);
  }
  return asked;
}

function parts(content: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < content.length; from += partSize) pieces.push(content.slice(from, from + partSize));
  return pieces;
}
