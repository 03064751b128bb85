import { XMLParser } from 'fast-xml-parser';

export interface BankSays {
  /** Of the schema: `02` of 2009, `08` of 2019. */
  version?: '02' | '08';
  /** Payments that come back, by their end-to-end id, each with a reason such as `AC04`. */
  returned?: Readonly<Record<string, string>>;
  /** Payments that the statement does not tell of. */
  silent?: readonly string[];
  /** Only the returns: what was paid was told before. */
  onlyReturns?: boolean;
  /** The whole file is booked as one. */
  asOne?: boolean;
  day?: string;
  /** Entries of somebody else. */
  more?: readonly {
    direction: 'CRDT' | 'DBIT';
    amount: string;
    name: string;
    text: string;
    status?: 'BOOK' | 'PDNG';
  }[];
}

interface Payment {
  endToEndId: string;
  amount: string;
  currency: string;
  name: string;
  iban: string;
}

/** What a bank writes after it has taken a pain.001 file: its camt.053, read from the file by a general XML parser. */
export function camt053Of(pain001: string, says: BankSays = {}): string {
  const { version = '08', day = '2026-11-24', returned = {}, silent = [] } = says;
  const file = read(pain001);
  const told = file.payments.filter(({ endToEndId }) => !silent.includes(endToEndId));
  const paid = says.asOne
    ? [
        entry(
          version,
          day,
          'DBIT',
          file.total,
          file.currency,
          1,
          `<Btch><PmtInfId>${file.information}</PmtInfId><NbOfTxs>${file.payments.length}</NbOfTxs></Btch>`,
        ),
      ]
    : told.map((one, index) =>
        entry(
          version,
          day,
          'DBIT',
          one.amount,
          one.currency,
          index + 1,
          transaction(version, file.information, one, 'DBIT'),
        ),
      );
  const back = file.payments
    .filter(({ endToEndId }) => Object.hasOwn(returned, endToEndId))
    .map((one, index) =>
      entry(
        version,
        day,
        'CRDT',
        one.amount,
        one.currency,
        500 + index,
        transaction(version, file.information, one, 'CRDT', returned[one.endToEndId]),
      ),
    );
  const more = (says.more ?? []).map((one, index) => {
    const party = version === '02' ? `<Nm>${one.name}</Nm>` : `<Pty><Nm>${one.name}</Nm></Pty>`;
    const side = one.direction === 'DBIT' ? 'Cdtr' : 'Dbtr';
    const details = `<TxDtls><RltdPties><${side}>${party}</${side}></RltdPties><RmtInf><Ustrd>${one.text}</Ustrd></RmtInf></TxDtls>`;
    return entry(version, day, one.direction, one.amount, file.currency, 900 + index, details, one.status);
  });
  const entries = [...(says.onlyReturns ? [] : paid), ...back, ...more].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>BANK-${day}</MsgId><CreDtTm>${day}T20:00:00</CreDtTm></GrpHdr>
<Stmt><Id>STMT-${day}</Id><ElctrncSeqNb>224</ElctrncSeqNb><CreDtTm>${day}T20:00:00</CreDtTm><FrToDt><FrDtTm>${day}T00:00:00</FrDtTm><ToDtTm>${day}T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>${file.account}</IBAN></Id><Ccy>${file.currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="${file.currency}">100000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>
${entries}</Stmt></BkToCstmrStmt></Document>
`;
}

function entry(
  version: '02' | '08',
  day: string,
  direction: string,
  amount: string,
  currency: string,
  number: number,
  details: string,
  status = 'BOOK',
): string {
  const written = version === '02' ? status : `<Cd>${status}</Cd>`;
  return `<Ntry><NtryRef>${number}</NtryRef><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>${written}</Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${day}-${number}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>${details}</NtryDtls></Ntry>
`;
}

function transaction(
  version: '02' | '08',
  information: string,
  one: Payment,
  direction: string,
  reason?: string,
): string {
  const party = version === '02' ? `<Nm>${one.name}</Nm>` : `<Pty><Nm>${one.name}</Nm></Pty>`;
  const back = reason === undefined ? '' : `<RtrInf><Rsn><Cd>${reason}</Cd></Rsn></RtrInf>`;
  // What comes back keeps the roles of the payment it was.
  const side = 'Cdtr';
  return `<TxDtls><Refs><PmtInfId>${information}</PmtInfId><EndToEndId>${one.endToEndId}</EndToEndId></Refs>${
    version === '02' ? '' : `<Amt Ccy="${one.currency}">${one.amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`
  }<RltdPties><${side}>${party}</${side}><${side}Acct><Id><IBAN>${one.iban}</IBAN></Id></${side}Acct></RltdPties>${back}</TxDtls>`;
}

function read(pain001: string) {
  const parser = new XMLParser({
    parseTagValue: false,
    ignoreAttributes: false,
    isArray: (name) => name === 'CdtTrfTxInf',
  });
  const document = parser.parse(pain001) as {
    Document: {
      CstmrCdtTrfInitn: {
        PmtInf: {
          PmtInfId: string;
          CtrlSum: string;
          DbtrAcct: { Id: { IBAN: string } };
          CdtTrfTxInf: {
            PmtId: { EndToEndId: string };
            Amt: { InstdAmt: { '#text': string; '@_Ccy': string } };
            Cdtr: { Nm: string };
            CdtrAcct: { Id: { IBAN: string } };
          }[];
        };
      };
    };
  };
  const { PmtInf } = document.Document.CstmrCdtTrfInitn;
  return {
    information: PmtInf.PmtInfId,
    total: PmtInf.CtrlSum,
    account: PmtInf.DbtrAcct.Id.IBAN,
    currency: PmtInf.CdtTrfTxInf[0]?.Amt.InstdAmt['@_Ccy'] ?? 'EUR',
    payments: PmtInf.CdtTrfTxInf.map((one): Payment => ({
      endToEndId: one.PmtId.EndToEndId,
      amount: one.Amt.InstdAmt['#text'],
      currency: one.Amt.InstdAmt['@_Ccy'],
      name: one.Cdtr.Nm.replace(/[^A-Za-z0-9 .-]/g, ' '),
      iban: one.CdtrAcct.Id.IBAN,
    })),
  };
}
