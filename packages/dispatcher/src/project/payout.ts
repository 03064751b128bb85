import { settlePayout } from '@sluice/store/operations/index';
import type { Payout } from '@sluice/domain';
import type { Stored } from '@sluice/store';
import type { ProjectDeps, Projector } from './projector.js';

interface PayoutData {
  /** Absent where the provider only names its own reference. */
  key?: string;
  railReference?: string;
  error?: { code: string; message: string };
}

const outcomes = { 'payout.paid': 'paid', 'payout.failed': 'refused', 'payout.returned': 'returned' } as const;

/** Which rail each webhook source speaks for. Nobody else's word settles a payment: no API key's, no other provider's. */
const railOf: Readonly<Record<string, string>> = {
  'sandbox-rail': 'sandbox',
  paypal: 'paypal',
  wise: 'wise',
  'stripe-connect': 'stripe',
};

/** `payout.paid|failed|returned`, as the rail tells them: posts the settlement of the attempt with that key. */
export const projectPayout: Projector = async (deps, event) => {
  const { error, ...told } = event.data as unknown as PayoutData;
  const rail = Object.hasOwn(railOf, event.source) ? railOf[event.source] : undefined;
  const payout = rail === undefined ? null : await payoutOf(deps, event.programme, rail, told);
  const attempt = payout?.attempts.find(
    ({ key, railReference }) => key === told.key || (told.key === undefined && railReference === told.railReference),
  );
  // Not ours, or told before our own record of the attempt is readable: the activity asks the rail anyway.
  if (!payout || !attempt) return { correlations: [`attempt:${told.key ?? told.railReference ?? ''}`] };
  await deps.failpoint('payout.event.before');
  await settlePayout(deps.store, event.programme, payout.id, {
    attempt: attempt.key,
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

/** The payout that a rail speaks of, by our key or, where it does not name that, by its own reference. */
async function payoutOf(
  deps: ProjectDeps,
  programme: string,
  rail: string,
  { key, railReference }: PayoutData,
): Promise<Stored<Payout> | null> {
  const { payouts } = deps.store;
  const found =
    key !== undefined
      ? await payouts.findByAttempt(programme, key)
      : railReference !== undefined
        ? await payouts.findByRailReference(programme, rail, railReference)
        : null;
  return found?.rail === rail ? found : null;
}
