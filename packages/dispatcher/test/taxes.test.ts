import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { fetchSdnList } from '@sluice/connectors/ofac/outbound';
import type { SanctionsEntry } from '@sluice/domain/sanctions/entry';
import { openStore, type Store } from '@sluice/store';
import { keepTaxes } from '../src/taxes.js';
import { demo } from '../../store/test/support.js';

let store: Store;
beforeAll(async () => {
  store = await openStore({
    uri: process.env['SLUICE_TEST_MONGODB_URI'] ?? '',
    database: `taxes_${randomUUID().slice(0, 8)}`,
  });
  const sanctions = { screen: true, source: 'https://lists.example/SDN.XML' };
  await store.programmes.insertOrRead({ ...demo, settings: { ...demo.settings, sanctions } });
});
afterAll(async () => {
  await store.native().dropDatabase();
  await store.close();
});

it('fetches the list when there is none or an old one, keeps the last good one, and says what went wrong', async () => {
  const entry: SanctionsEntry = {
    uid: '1',
    kind: 'individual',
    name: 'X Y',
    aliases: [],
    programs: [],
    births: [],
    countries: [],
  };
  const fetched = jest.fn<typeof fetchSdnList>();
  const said: string[] = [];
  const at = async (hour: number): Promise<Date | undefined> => {
    const now = new Date(Date.UTC(2026, 10, 20, hour));
    await keepTaxes(store, demo.key, now, (message) => said.push(message), fetched);
    return (await store.sanctionsLists.current(demo.key))?.importedAt;
  };
  fetched.mockResolvedValueOnce({ ok: false, later: true, code: 'http_503', message: 'The server answered 503.' });
  expect(await at(0)).toBeUndefined();
  fetched.mockResolvedValue({ ok: true, url: 'https://lists.example/SDN.XML', list: { entries: [entry], leftOut: 0 } });
  const first = await at(1);
  expect(first).toEqual(new Date(Date.UTC(2026, 10, 20, 1)));
  expect(await at(12)).toEqual(first);
  expect(fetched).toHaveBeenCalledTimes(2);
  fetched.mockResolvedValueOnce({ ok: false, later: false, code: 'not_a_list', message: 'Cut off.' });
  expect(await at(23)).toEqual(first);
  expect(await at(24)).toEqual(new Date(Date.UTC(2026, 10, 21, 0)));
  expect(said).toEqual([
    'The sanctions list of demo could not be fetched: The server answered 503.',
    'The sanctions list of demo could not be fetched: Cut off.',
  ]);
});
