import { settlePayout } from '@sluice/store/operations/index';
import type { Projector } from './projector.js';

interface PayoutData {
  key: string;
  railReference?: string;
  error?: { code: string; message: string };
}

const outcomes = { 'payout.paid': 'paid', 'payout.failed': 'refused', 'payout.returned': 'returned' } as const;

/** `payout.paid|failed|returned`, as the rail tells them: posts the settlement of the attempt with that key. */
export const projectPayout: Projector = async (deps, event) => {
  const { error, ...told } = event.data as unknown as PayoutData;
  const payout = await deps.store.payouts.findByAttempt(event.programme, told.key);
  // Not ours, or told before our own record of the attempt is readable: the activity asks the rail anyway.
  if (!payout) return { correlations: [`attempt:${told.key}`] };
  await deps.failpoint('payout.event.before');
  await settlePayout(deps.store, event.programme, payout.id, {
    attempt: told.key,
    outcome: outcomes[event.type as keyof typeof outcomes],
    ...(told.railReference && { railReference: told.railReference }),
    ...(error && { error }),
    at: deps.now(),
    actor: `rail:${payout.rail}`,
  });
  await deps.failpoint('payout.event.after');
  return {
    subject: { kind: 'payout', id: payout.id },
    correlations: [`payout:${payout.id}`, `batch:${payout.batch}`, `partner:${payout.partner}`],
  };
};
