import { describe, expect, it } from '@jest/globals';
import { resolveAll } from '../src/outbound/dns.js';
import { guardUrl, isPublicAddress } from '../src/url-guard.js';

const names: Record<string, string[]> = {
  'shop.example': ['93.184.216.34', '2606:2800:220:1::1'],
  'rebind.example': ['93.184.216.34', '10.0.0.7'],
  'inside.example': ['fd00::1'],
};
const guard = async (url: string, allowHttp = false): Promise<string> => {
  const result = await guardUrl(url, { allowHttp, resolve: async (host) => names[host] ?? [] });
  return result.ok ? 'ok' : result.code;
};

describe('a URL given by somebody else', () => {
  it.each([
    ['https://shop.example/hook', 'ok'],
    ['https://shop.example:8443/hook', 'ok'],
    ['https://93.184.216.34/', 'ok'],
    ['http://shop.example/', 'scheme_refused'],
    ['file:///etc/passwd', 'scheme_refused'],
    ['gopher://shop.example/', 'scheme_refused'],
    ['not a url', 'url_invalid'],
    ['https://a:b@shop.example/', 'credentials_refused'],
    ['https://shop.example:22/', 'port_refused'],
    ['https://unknown.example/', 'name_unknown'],
    ['https://rebind.example/', 'address_private'],
    ['https://inside.example/', 'address_private'],
    ['https://127.0.0.1/', 'address_private'],
    ['https://2130706433/', 'address_private'],
    ['https://0x7f.1/', 'address_private'],
    ['https://0/', 'address_private'],
    ['https://169.254.169.254/latest/meta-data', 'address_private'],
    ['https://100.64.0.1/', 'address_private'],
    ['https://[::1]/', 'address_private'],
    ['https://[::ffff:10.0.0.1]/', 'address_private'],
    ['https://[64:ff9b::a00:1]/', 'address_private'],
    ['https://[2002:7f00:1::]/', 'address_private'],
    ['https://[fe80::1]/', 'address_private'],
  ])('%s: %s', async (url, expected) => {
    expect(await guard(url)).toBe(expected);
  });

  it('is looked up for real', async () => {
    expect(await guardUrl('https://localhost/', { resolve: resolveAll })).toMatchObject({
      ok: false,
      code: 'address_private',
    });
    expect(await guard('http://shop.example/', true)).toBe('ok');
  });

  it.each(['224.0.0.1', '255.255.255.255', '0.0.0.0', '192.0.2.1', '198.18.0.1', '::', 'ff02::1', '2001:db8::1', 'x'])(
    '%s is not public',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );
});
