import { payOf, type Batch, type Payout, type PayoutId } from '@sluice/domain';
import type { FileFormat } from '@sluice/connectors/rails/files/index';
import type { PayoutFileCreate } from '@sluice/contracts';
import type { PayoutFile } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';

interface Asked {
  caller: Caller;
  batch: Batch;
  format: FileFormat;
  body: PayoutFileCreate;
}

/**
 * The payouts that the file is to have: those that are named, or all that wait for this format and are in no file yet. What is in one
 * already is refused, unless somebody with the permission says why it is to go out again.
 */
export async function choose(
  context: Context,
  { caller, batch, format, body }: Asked,
  files: readonly PayoutFile[],
): Promise<{ payouts: Payout[]; again: PayoutId[] }> {
  const { override } = body;
  if (override && !caller.permissions['payout.export_again']) {
    throw new Refusal('forbidden', { detail: 'To export payouts again needs the permission payout.export_again.' });
  }
  const all = await context.store.payouts.ofBatch(caller.programme, batch.id);
  const named = body.payouts && new Set(body.payouts);
  const unknown = body.payouts?.filter((id) => !all.some((payout) => payout.id === id)) ?? [];
  if (unknown.length > 0) {
    const errors = unknown.map((id) => ({
      pointer: '/payouts',
      code: 'unknown_payout',
      message: `${id} is not in this batch.`,
    }));
    throw new Refusal('invalid', { errors });
  }
  const rails = named ? [...format.rails, ...format.also] : format.rails;
  const wanted = all.filter((payout) => named?.has(payout.id) ?? rails.includes(payout.rail));
  const notReady = wanted.filter((payout) => payout.state !== 'sent' || !rails.includes(payout.rail));
  if (named && notReady.length > 0) {
    const errors = notReady.map(({ id, state, rail }) => ({
      pointer: '/payouts',
      code: state === 'sent' ? 'other_rail' : 'not_sent',
      message:
        state === 'sent'
          ? `${id} is paid by ${rail}, which is not for this file.`
          : `${id} is ${state.replace('_', ' ')}: only what was approved and sent can be exported.`,
    }));
    throw new Refusal('invalid', { errors });
  }
  const ready = wanted.filter(
    (payout) => payout.state === 'sent' && (body.currency === undefined || payOf(payout).currency === body.currency),
  );
  const before = new Map<string, PayoutFile>();
  for (const file of files) for (const { payout } of file.items) before.set(payout, file);
  const exported = ready.filter((payout) => before.has(payout.id));
  const fresh = ready.filter((payout) => !before.has(payout.id));
  if (override) {
    if (ready.length === 0) throw nothing();
    return { payouts: ready, again: exported.map(({ id }) => id) };
  }
  if (exported.length > 0 && (named || fresh.length === 0)) {
    const names = [...new Set(exported.map(({ id }) => before.get(id)!.name))];
    throw new Refusal('conflict', {
      detail:
        `${exported.length === 1 ? 'This payout is' : `${exported.length} payouts are`} in ${names.join(', ')} already. ` +
        'Paid twice is paid twice: export again only with a reason.',
      extensions: { files: names, payouts: exported.map(({ id }) => id) },
    });
  }
  if (fresh.length === 0) throw nothing();
  return { payouts: fresh, again: [] };
}

function nothing(): Refusal {
  return new Refusal('invalid', { detail: 'No payout of this batch waits for such a file.' });
}
