import type { BankBooking, BankFileProblem, ReadBankFile } from './booking.js';
import { readAmount } from './amount.js';
import { returnReasonText } from './return-reasons.js';
import { all, find, readXml, textAt, XmlRefused, type XmlElement } from './xml.js';

/**
 * ISO 20022 `camt.053`, bank to customer statement, in the versions banks send (`.001.02` of 2009, `.001.08` of 2019 and those
 * between): an entry with several transactions is several bookings, one without is one.
 */
export function readCamt053(content: string): ReadBankFile {
  let root: XmlElement;
  try {
    root = readXml(content);
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    return wrong(`line ${error.line}`, 'not_xml', error.message);
  }
  const namespace =
    root.attributes['xmlns'] ?? Object.values(root.attributes).find((one) => one.includes('camt.053')) ?? '';
  const version = /camt\.053\.001\.(\d\d)$/.exec(namespace)?.[1];
  const message = find(root, 'BkToCstmrStmt');
  if (root.name !== 'Document' || !message || version === undefined || Number(version) < 2) {
    return wrong(root.name, 'not_camt053', 'This is no bank statement in the format camt.053.001.02 or later.');
  }
  const problems: BankFileProblem[] = [];
  const statements = all(message, 'Stmt');
  const accounts = new Set(statements.map((one) => textAt(one, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id')));
  if (accounts.size > 1) return wrong('Stmt/Acct', 'several_accounts', 'The file has statements of several accounts.');
  const bookings = statements.flatMap((one) =>
    all(one, 'Ntry').flatMap((entry, index) => readEntry(entry, index, problems)),
  );
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 100) };
  const [first] = statements;
  const account = [...accounts][0];
  const number = textAt(first, 'ElctrncSeqNb', 'LglSeqNb', 'Id');
  const days = bookings.map(({ bookedAt }) => bookedAt).sort();
  const from = dayOf(textAt(first, 'FrToDt/FrDtTm')) ?? days[0];
  const to = dayOf(textAt(statements.at(-1), 'FrToDt/ToDtTm')) ?? days.at(-1);
  return {
    ok: true,
    statement: {
      format: 'camt053',
      ...(account !== undefined && { account }),
      ...(number !== undefined && { number }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      bookings,
    },
  };
}

function readEntry(entry: XmlElement, index: number, problems: BankFileProblem[]): BankBooking[] {
  const where = `Ntry[${index + 1}]`;
  const total = amountAt(entry, 'Amt');
  const bookedAt = dayOf(textAt(entry, 'BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm'));
  const indicator = textAt(entry, 'CdtDbtInd');
  if (!total || !bookedAt || (indicator !== 'CRDT' && indicator !== 'DBIT')) {
    const missing = !total ? 'amount' : !bookedAt ? 'booking date' : 'side';
    problems.push({ where, code: 'entry_unreadable', message: `The entry's ${missing} cannot be read.` });
    return [];
  }
  const base = {
    reference: textAt(entry, 'AcctSvcrRef', 'NtryRef') ?? '',
    bookedAt,
    direction: indicator === 'CRDT' ? ('credit' as const) : ('debit' as const),
    booked: (textAt(entry, 'Sts/Cd', 'Sts') ?? 'BOOK') === 'BOOK',
  };
  const details = all(entry, 'NtryDtls');
  const transactions = details.flatMap((one) => all(one, 'TxDtls'));
  if (transactions.length === 0) {
    const message = textAt(details[0], 'Btch/PmtInfId', 'Btch/MsgId');
    const payments = textAt(details[0], 'Btch/NbOfTxs');
    const text = textAt(entry, 'AddtlNtryInf');
    return [
      {
        ...base,
        amount: total,
        ...(message !== undefined && { message }),
        ...(payments !== undefined && /^\d{1,9}$/.test(payments) && { payments: Number(payments) }),
        ...(text !== undefined && { text }),
      },
    ];
  }
  return transactions.flatMap((one, place) => {
    const amount = transactions.length === 1 ? total : (amountAt(one, 'AmtDtls/TxAmt/Amt') ?? amountAt(one, 'Amt'));
    if (!amount) {
      problems.push({
        where: `${where}/TxDtls[${place + 1}]`,
        code: 'entry_unreadable',
        message: 'A transaction of several has no amount.',
      });
      return [];
    }
    const own = transactions.length === 1 ? base.reference : base.reference && `${base.reference}#${place + 1}`;
    const reference = textAt(one, 'Refs/AcctSvcrRef') ?? own;
    return [{ ...base, reference, amount, ...detailsOf(one, base.direction) }];
  });
}

function detailsOf(one: XmlElement, direction: 'debit' | 'credit'): Partial<BankBooking> {
  // A debit's other side is who was paid. What comes back is told with the roles of the first payment or the reverse of them.
  const sides = direction === 'debit' ? ['Cdtr', 'Dbtr'] : ['Dbtr', 'Cdtr'];
  const reasonCode = textAt(one, 'RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry');
  const endToEndId = textAt(one, 'Refs/EndToEndId');
  const message = textAt(one, 'Refs/PmtInfId', 'Refs/MsgId');
  const name = textAt(one, ...sides.flatMap((side) => [`RltdPties/${side}/Nm`, `RltdPties/${side}/Pty/Nm`]));
  const account = textAt(
    one,
    ...sides.flatMap((side) => [`RltdPties/${side}Acct/Id/IBAN`, `RltdPties/${side}Acct/Id/Othr/Id`]),
  );
  const text = all(find(one, 'RmtInf'), 'Ustrd')
    .map((line) => line.text.trim())
    .filter(Boolean)
    .join(' ');
  return {
    ...(endToEndId !== undefined && endToEndId !== 'NOTPROVIDED' && { endToEndId }),
    ...(message !== undefined && message !== 'NOTPROVIDED' && { message }),
    ...(name !== undefined && { name: name.slice(0, 140) }),
    ...(account !== undefined && { account }),
    ...(text !== '' && { text: text.slice(0, 500) }),
    ...(reasonCode !== undefined && {
      returnReason: { code: reasonCode, text: textAt(one, 'RtrInf/AddtlInf') ?? returnReasonText(reasonCode) },
    }),
  };
}

function amountAt(element: XmlElement, path: string) {
  const found = find(element, path);
  const amount = found && readAmount(found.text.trim(), found.attributes['Ccy']);
  return amount && amount.amount >= 0n ? amount : undefined;
}

function dayOf(text: string | undefined): string | undefined {
  const day = text?.slice(0, 10);
  return day && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

function wrong(where: string, code: string, message: string): ReadBankFile {
  return { ok: false, problems: [{ where, code, message }] };
}
