/** Why a payment came back, in words (ISO 20022 external code list, ExternalReturnReason1Code; those of SEPA transfers). */
export function returnReasonText(code: string): string {
  return reasons[code] ?? `The bank sent it back (${code}).`;
}

const reasons: Readonly<Record<string, string>> = {
  AC01: 'The account number is not right.',
  AC03: 'The account number of the payee is not right.',
  AC04: 'The account is closed.',
  AC06: 'The account is blocked.',
  AG01: 'This kind of payment is not taken by the account.',
  AG02: 'The bank does not know this kind of payment.',
  AM05: 'The bank took it for a double payment.',
  BE04: 'The address of the payee is missing.',
  CNOR: 'The bank of the payee is not registered.',
  CURR: 'The currency is not right.',
  CUST: 'The payee wanted it so.',
  FOCR: 'It was called back by the payer.',
  MD07: 'The payee has died.',
  MS02: 'The payee refused it, without a reason.',
  MS03: 'The bank refused it, without a reason.',
  NOAS: 'The payee did not answer.',
  RC01: 'The bank code is not right.',
  RC07: 'The bank code of the payee is not right.',
  RR01: 'The payer’s account or name is missing.',
  RR02: 'The payer’s name or address is missing.',
  RR03: 'The payee’s name or address is missing.',
  RR04: 'Sent back for a regulatory reason.',
  TM01: 'It came after the bank’s closing time.',
};
