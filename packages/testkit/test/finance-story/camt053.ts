/** One booked payment as a bank tells of it. */
export interface Booked {
  reference: string;
  /** Decimal text, e.g. `73.60`. */
  amount: string;
  currency: string;
  name: string;
}

/** A bank's statement of one day (camt.053.001.08) with these payments booked. */
export function camt053(day: string, iban: string, payments: readonly Booked[]): string {
  const entries = payments.map(
    ({ reference, amount, currency, name }, index) => `
      <Ntry>
        <NtryRef>${index + 1}</NtryRef>
        <Amt Ccy="${currency}">${amount}</Amt>
        <CdtDbtInd>DBIT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>${day}</Dt></BookgDt>
        <ValDt><Dt>${day}</Dt></ValDt>
        <AcctSvcrRef>BANK${day.replaceAll('-', '')}${index + 1}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${reference}</EndToEndId></Refs>
          <Amt Ccy="${currency}">${amount}</Amt>
          <CdtDbtInd>DBIT</CdtDbtInd>
          <RltdPties><Cdtr><Pty><Nm>${name}</Nm></Pty></Cdtr></RltdPties>
        </TxDtls></NtryDtls>
      </Ntry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>STMT${day}</MsgId><CreDtTm>${day}T20:00:00</CreDtTm></GrpHdr>
    <Stmt>
      <Id>2026-224</Id>
      <ElctrncSeqNb>224</ElctrncSeqNb>
      <CreDtTm>${day}T20:00:00</CreDtTm>
      <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
      <Bal>
        <Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
        <Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt>
      </Bal>${entries.join('')}
    </Stmt>
  </BkToCstmrStmt>
</Document>
`;
}
