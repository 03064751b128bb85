import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetchSdnList } from '../src/ofac/outbound.js';
import { SdnReader } from '../src/ofac/sdn.js';

const xml = (entries: string, count: number) => `<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation><Publish_Date>11/15/2026</Publish_Date><Record_Count>${count}</Record_Count></publshInformation>
  ${entries}
</sdnList>`;
const ivan = `<sdnEntry><uid>17766</uid><firstName>Ivan &amp; Co</firstName><lastName>PETROVSKY</lastName><sdnType>Individual</sdnType>
  <programList><program>RUSSIA-EO14024</program><program>SDGT</program></programList>
  <akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>Vanya</lastName></aka>
    <aka><uid>2</uid><type>f.k.a.</type><category>strong</category><lastName>PETROV</lastName><firstName>Иван</firstName></aka></akaList>
  <addressList><address><uid>3</uid><city>Moscow</city><country>Russia</country></address></addressList>
  <citizenshipList><citizenship><uid>4</uid><country>Korea, North</country><mainEntry>true</mainEntry></citizenship></citizenshipList>
  <dateOfBirthList><dateOfBirthItem><uid>5</uid><dateOfBirth>07 Oct 1952</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
  <remarks>x</remarks></sdnEntry>`;
const ship = '<sdnEntry><uid>9</uid><lastName>SEA QUEEN</lastName><sdnType>Vessel</sdnType></sdnEntry>';
const good = xml(ivan + ship, 2);

const read = (text: string, piece = text.length) => {
  const reader = new SdnReader();
  for (let at = 0; at < text.length; at += piece) reader.write(text.slice(at, at + piece));
  return reader.end();
};

describe('OFAC’s list', () => {
  it.each([1, 7, 1_000])('is read in pieces of %i characters', (piece) => {
    expect(read(good, piece)).toEqual({
      publishedOn: '2026-11-15',
      leftOut: 1,
      entries: [
        {
          uid: '17766',
          kind: 'individual',
          name: 'Ivan & Co PETROVSKY',
          aliases: [
            { name: 'Vanya', weak: true },
            { name: 'Иван PETROV', weak: false },
          ],
          programs: ['RUSSIA-EO14024', 'SDGT'],
          births: ['07 Oct 1952'],
          countries: ['RU', 'KP'],
        },
      ],
    });
  });

  it.each([
    ['another document', '<html><body>Moved</body></html>', 'does not begin with sdnList'],
    ['cut off', good.slice(0, -30), 'not well-formed'],
    ['fewer entries than it says', xml(ivan, 2), 'says that it has 2 entries, and has 1'],
    ['nobody', xml('', 0), 'nobody'],
    ['no name', xml('<sdnEntry><uid>1</uid><sdnType>Entity</sdnType></sdnEntry>', 1), 'no number or no name'],
    ['a document type', `<!DOCTYPE sdnList [<!ENTITY a "b">]>${good.slice(good.indexOf('<sdnList'))}`, 'document type'],
    ['an unknown entity', good.replace('&amp;', '&bomb;'), 'not well-formed'],
    ['empty', '', 'not well-formed'],
  ])('is refused: %s', (_name, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('fetching it', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answers: Record<string, () => void> = {
        '/list': () => response.end(good),
        '/moved': () => response.writeHead(302, { location: '/list' }).end(),
        '/round': () => response.writeHead(302, { location: '/round' }).end(),
        '/inside': () => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
        '/busy': () => response.writeHead(503).end(),
        '/half': () => response.end(good.slice(0, 400)),
      };
      (answers[request.url ?? ''] ?? (() => response.writeHead(404).end()))();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each(['/list', '/moved'])('%s gives the list', async (path) => {
    const fetched = await fetchSdnList(base + path, { allowLoopback: true });
    expect(fetched).toMatchObject({ ok: true, url: `${base}/list`, list: { publishedOn: '2026-11-15', leftOut: 1 } });
  });

  it.each([
    ['/round', { later: false, code: 'redirects' }],
    ['/inside', { later: false }],
    ['/busy', { later: true, code: 'http_503' }],
    ['/gone', { later: true, code: 'http_404' }],
    ['/half', { later: false, code: 'not_a_list' }],
  ])('%s gives nothing', async (path, expected) => {
    expect(await fetchSdnList(base + path, { allowLoopback: true })).toMatchObject({ ok: false, ...expected });
  });

  it('calls no inside address, and takes no list that is too large', async () => {
    expect(await fetchSdnList(`${base}/list`)).toMatchObject({ ok: false, later: false });
    expect(await fetchSdnList(`${base}/list`, { allowLoopback: true, maxBytes: 100 })).toMatchObject({
      code: 'too_large',
    });
  });
});
