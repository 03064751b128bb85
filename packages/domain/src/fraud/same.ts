import { freeMailDomains } from './mail-domains.js';
import { mailDomain, type FraudSignal } from './signal.js';

/** The customer is the partner: e-mail, mail domain (free providers are not compared), IP hash or payout account. */
export const same: FraudSignal = {
  key: 'same',
  facts: ({ customer, partner }) => {
    const domain = mailDomain(customer.email);
    const own = customer.email && plain(customer.email);
    return {
      same: {
        email: !!own && partner.emails.some((email) => plain(email) === own),
        domain:
          !!domain && !freeMailDomains.has(domain) && partner.emails.some((email) => mailDomain(email) === domain),
        ip: !!customer.ipHash && (partner.ipHashes ?? []).includes(customer.ipHash),
        payoutAccount: !!customer.payoutAccountHash && customer.payoutAccountHash === partner.accountHash,
      },
    };
  },
};

/** One mailbox has many spellings: case, `+tag`, and dots at Gmail. */
function plain(email: string): string {
  const [local = '', domain = ''] = email.trim().toLowerCase().split('@');
  const box = local.split('+')[0] ?? '';
  const gmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return gmail ? `${box.replaceAll('.', '')}@gmail.com` : `${box}@${domain}`;
}
