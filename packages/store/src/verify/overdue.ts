import { defaultGraceMs, reporter, type Check } from './problem.js';

/** Held money whose holds have all ended and that nothing has released. */
export const overdueHolds: Check = async (store, programme, options) => {
  const { problems, report } = reporter(programme);
  const now = options.now ?? new Date();
  const late = await store.commissions.overdue(
    programme,
    new Date(now.getTime() - (options.graceMs ?? defaultGraceMs)),
  );
  for (const { id } of late) report('hold_overdue', 'commission', id, `Every hold of ${id} is over; it is still held.`);
  return problems;
};
