import { distance } from 'fastest-levenshtein';
import { parse } from 'tldts';
import { skeleton } from '../look-alike.js';
import type { FraudSignal } from './signal.js';

/** The site that the customer came from is banned, or imitates one of the programme's own names. */
export const referrer: FraudSignal = {
  key: 'referrer',
  facts: ({ referrer: address, programme }) => {
    const site = siteOf(address);
    const banned = !!site && programme.bannedDomains.some((domain) => siteOf(domain)?.domain === site.domain);
    return {
      referrer: { banned, typosquat: !!site && programme.domains.some((domain) => imitates(site, siteOf(domain))) },
    };
  },
};

interface Site {
  domain: string;
  /** The registered name without its suffix: `example` of www.example.co.uk. */
  name: string;
}

function siteOf(address: string | undefined): Site | undefined {
  const { domain, domainWithoutSuffix } = parse(address ?? '');
  return domain && domainWithoutSuffix ? { domain, name: domainWithoutSuffix } : undefined;
}

/**
 * Another registered domain whose name, read as the eye reads it, is the same or one edit away (two from nine letters on).
 * The own name under another suffix counts: that is how brands are squatted.
 */
function imitates(site: Site, own: Site | undefined): boolean {
  if (!own || site.domain === own.domain) return false;
  const [theirs, ours] = [skeleton(site.name), skeleton(own.name)];
  const allowed = ours.length >= 9 ? 2 : ours.length >= 5 ? 1 : 0;
  return distance(theirs, ours) <= allowed;
}
