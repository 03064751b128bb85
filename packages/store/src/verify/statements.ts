import { owed, type Statement } from '@sluice/domain';
import { reporter, type Check } from './problem.js';

/** Opening + lines = closing; both equal the ledger; each statement goes on where the one before ended. */
export const statementsReconcile: Check = async (store, programme) => {
  const { problems, report } = reporter(programme);
  const all = store.statements.collection.each(programme, {}, { partner: 1, currency: 1, number: 1 });
  let before: Statement | undefined;
  for await (const statement of all) {
    const { id, partner, currency, number, fromSeq, toSeq, opening, closing } = statement;
    const previous = before?.partner === partner && before.currency === currency ? before : undefined;
    before = statement;
    if (number !== (previous?.number ?? 0) + 1 || fromSeq !== (previous?.toSeq ?? 0) + 1)
      report('statement_gap', 'statement', id, `Statement ${number} of ${partner} does not follow the one before.`);
    const sum = statement.lines.reduce((total, { amount }) => total + amount.amount, opening.amount);
    if (sum !== closing.amount)
      report(
        'statement_sum',
        'statement',
        id,
        `The lines of statement ${id} lead to ${sum}, not to ${closing.amount}.`,
      );
    const ends = await store.ledger.journals(programme, partner, Math.max(fromSeq - 1, 1), toSeq);
    const at = (seq: number) => owed(ends.find((journal) => journal.seq === seq) ?? null, currency).amount;
    if (at(fromSeq - 1) !== opening.amount || (toSeq > 0 && at(toSeq) !== closing.amount))
      report('statement_ledger', 'statement', id, `Statement ${id} does not open and close with what the ledger says.`);
  }
  return problems;
};
