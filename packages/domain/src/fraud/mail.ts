import { disposableMailDomains, freeMailDomains } from './mail-domains.js';
import { mailDomain, type FraudSignal } from './signal.js';

/** Free or disposable mail domain of the customer; a subdomain of a disposable domain is one too. */
export const mail: FraudSignal = {
  key: 'mail',
  facts: ({ customer }) => {
    const domain = mailDomain(customer.email) ?? '';
    return { mail: { disposable: isDisposableMail(domain), free: freeMailDomains.has(domain) } };
  },
};

export function isDisposableMail(domain: string): boolean {
  const labels = domain.split('.');
  return labels.some((_, index) => disposableMailDomains.has(labels.slice(index).join('.')));
}
