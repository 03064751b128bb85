import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEcbRates } from '../../src/ecb/inbound.js';
import { fetchEcbRates } from '../../src/ecb/outbound.js';

const today = '2026-11-21';

/** As the bank publishes it (eurofxref-daily.xml). */
const daily = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>European Central Bank</gesmes:name>
	</gesmes:Sender>
	<Cube>
		<Cube time='2026-11-20'>
			<Cube currency='USD' rate='1.0845'/>
			<Cube currency='JPY' rate='169.30'/>
			<!-- <Cube currency='GBP' rate='9'/>
			-->
			<Cube currency='GBP' rate='0.8312'/>
		</Cube>
	</Cube>
</gesmes:Envelope>`;

/** As the history is written: one line, double quotes, currencies that are gone. */
const history = daily
  .slice(0, daily.indexOf('<Cube>'))
  .concat(
    '<Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1.0845"/><Cube currency="ROL" rate="34750"/></Cube>',
    '<Cube time="2026-11-19"><Cube currency="USD" rate="1.0820"/></Cube></Cube></gesmes:Envelope>',
  );

describe('the ECB’s file', () => {
  it('of a day gives what one euro is worth, with the line of each', () => {
    expect(readEcbRates(daily, today)).toEqual({
      rates: [
        { line: 9, rate: { from: 'EUR', to: 'USD', rate: '1.0845', date: '2026-11-20', source: 'ecb' } },
        { line: 10, rate: { from: 'EUR', to: 'JPY', rate: '169.30', date: '2026-11-20', source: 'ecb' } },
        { line: 13, rate: { from: 'EUR', to: 'GBP', rate: '0.8312', date: '2026-11-20', source: 'ecb' } },
      ],
      problems: [],
    });
  });

  it('of the history gives each day, and passes over money that is gone', () => {
    const { rates, problems } = readEcbRates(history, today);
    expect(problems).toEqual([]);
    expect(rates.map(({ rate }) => [rate.date, rate.to, rate.rate])).toEqual([
      ['2026-11-20', 'USD', '1.0845'],
      ['2026-11-19', 'USD', '1.0820'],
    ]);
  });

  it.each([
    ['another document', '<html><body>maintenance</body></html>', 1, 'not_ecb'],
    ['a rate of nothing', daily.replace("'169.30'", "'0'"), 10, 'bad_rate'],
    ['a rate with a comma', daily.replace("'169.30'", "'169,30'"), 10, 'bad_rate'],
    ['a rate without a currency', daily.replace("currency='JPY' ", ''), 10, 'incomplete'],
    ['a day that is none', daily.replace('2026-11-20', '2026-02-30'), 9, 'bad_date'],
    ['a day to come', daily.replace('2026-11-20', '2026-11-22'), 9, 'future'],
    ['no rates', daily.replaceAll(/<Cube currency.*/g, ''), 1, 'empty'],
  ])('with %s says so by line', (_name, xml, line, code) => {
    expect(readEcbRates(xml, today).problems[0]).toMatchObject({ line, code });
  });
});

describe('fetching', () => {
  let server: Server;
  let address: string;
  const answers: Record<string, [number, string]> = {
    '/daily.xml': [200, daily],
    '/gone.xml': [404, 'gone'],
    '/busy.xml': [503, 'busy'],
    '/page.xml': [200, '<html></html>'],
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const [status, body] = answers[request.url ?? ''] ?? [500, ''];
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const fetched = (path: string, allowLoopback = true) =>
    fetchEcbRates({ url: `${address}${path}`, today, ...(allowLoopback && { allowLoopback }) });

  it('gives the rates of the file', async () => {
    const answer = await fetched('/daily.xml');
    expect(answer.ok && answer.rates.length).toBe(3);
  });

  it.each([
    ['/gone.xml', false, 'http_404'],
    ['/busy.xml', true, 'http_503'],
    ['/page.xml', false, 'not_ecb'],
  ])('says of %s whether it is worth trying again', async (path, later, code) => {
    expect(await fetched(path)).toMatchObject({ ok: false, later, code });
  });

  it('calls nobody inside', async () => {
    expect(await fetched('/daily.xml', false)).toMatchObject({ ok: false, later: false, code: 'scheme_refused' });
  });
});
