import { verifyChain } from '@sluice/domain';
import { reporter, type Check } from './problem.js';

/** Every partner's chain from its first journal: gapless, balanced, sums as stored, nothing held or in transit below zero. */
export const ledgerChains: Check = async (store, programme) => {
  const { problems, report } = reporter(programme);
  for (const partner of await store.ledger.partners(programme)) {
    const journals = await store.ledger.journals(programme, partner);
    for (const { code, seq, message } of verifyChain(journals))
      report(code, 'partner', partner, `${message} (journal ${seq} of ${partner})`);
  }
  for (const { currency, sum } of await store.ledger.trialBalance(programme))
    if (sum !== 0n) report('trial_balance', 'programme', programme, `All accounts in ${currency} add up to ${sum}.`);
  return problems;
};
