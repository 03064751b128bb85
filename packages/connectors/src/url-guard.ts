import ipaddr from 'ipaddr.js';

export type UrlRefusal =
  'url_invalid' | 'scheme_refused' | 'credentials_refused' | 'port_refused' | 'name_unknown' | 'address_private';

export type GuardedUrl =
  /** Connect to one of `addresses` (with the URL's host as name), or the name may have moved meanwhile. */
  { ok: true; url: URL; addresses: string[] } | { ok: false; code: UrlRefusal; message: string };

export interface UrlGuardOptions {
  /** All addresses of a name: `resolveAll` of `outbound/dns`. */
  resolve: (host: string) => Promise<string[]>;
  /** Also http, for trials on one's own machine; https alone by default. */
  allowHttp?: boolean;
  /** Also this machine itself, over http too: for trials and tests. */
  allowLoopback?: boolean;
}

/**
 * Checks a URL that somebody else has given before we call it (OWASP ASVS 5.0, 1.3.6): https, no credentials, and **every**
 * address its name has now is public. Redirects must not be followed without asking again.
 */
export async function guardUrl(given: string, options: UrlGuardOptions): Promise<GuardedUrl> {
  if (!URL.canParse(given)) return refuse('url_invalid', 'This is not a URL.');
  const url = new URL(given);
  const plain = url.protocol === 'http:';
  if (url.protocol !== 'https:' && !(plain && (options.allowHttp || options.allowLoopback)))
    return refuse('scheme_refused', `Only https is called, not ${url.protocol}`);
  if (url.username || url.password)
    return refuse('credentials_refused', 'The URL must not contain a name or password.');
  if (url.port !== '' && Number(url.port) < 1024 && url.port !== '80' && url.port !== '443')
    return refuse('port_refused', `Port ${url.port} belongs to another service.`);

  // WHATWG parsing has already made 0x7f.1, 2130706433 and 127.1 into 127.0.0.1.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  let addresses: string[];
  try {
    addresses = ipaddr.isValid(host) ? [host] : await options.resolve(host);
  } catch {
    addresses = [];
  }
  if (addresses.length === 0) return refuse('name_unknown', `The name ${host} has no address.`);
  if (options.allowLoopback && addresses.every(isLoopback)) return { ok: true, url, addresses };
  if (plain && !options.allowHttp) return refuse('scheme_refused', 'Only https is called, not http:');
  const inside = addresses.find((address) => !isPublicAddress(address));
  if (inside !== undefined)
    return refuse('address_private', `${host} leads to ${inside}, which is not on the public internet.`);
  return { ok: true, url, addresses };
}

/** True for an address that anybody on the internet could reach; also looks into IPv6 forms that carry an IPv4 address. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'unicast') return true;
  if (!(parsed instanceof ipaddr.IPv6)) return false;
  // NAT64 (64:ff9b::/96) carries the address in its last four bytes, 6to4 (2002::/16) in bytes 2 to 5.
  const bytes = parsed.toByteArray();
  if (parsed.range() === 'rfc6052') return isPublicAddress(bytes.slice(12).join('.'));
  if (parsed.range() === '6to4') return isPublicAddress(bytes.slice(2, 6).join('.'));
  return false;
}

function isLoopback(address: string): boolean {
  return ipaddr.process(address).range() === 'loopback';
}

function refuse(code: UrlRefusal, message: string): GuardedUrl {
  return { ok: false, code, message };
}
