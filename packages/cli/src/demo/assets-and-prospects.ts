import { derivedId, type Prospect } from '@sluice/domain';
import type { Store } from '@sluice/store';
import { prospectEvent } from '@sluice/store/operations/index';
import { demoProgramme } from './programme.js';

const programme = demoProgramme.key;
const day = 86_400_000;

const assets = [
  ['landing_page', 'What does it cost?', { url: 'https://halden.example/pricing' }],
  ['landing_page', 'Compared with spreadsheets', { url: 'https://halden.example/compare' }],
  ['landing_page', 'For agencies', { url: 'https://halden.example/agencies', tier: 'silver' }],
  ['banner', 'Leaderboard, 728 × 90', { url: 'https://halden.example/press/leaderboard.png' }],
  [
    'copy',
    'Two sentences for a review',
    { text: 'Halden keeps plans and bills in one place. A team of ten sets it up in an afternoon.' },
  ],
] as const;

const prospects = [
  ['Tidewater Podcast', 'hosts@tidewater.example', 'US', 'conference', 'new', 0],
  ['Werkbank Magazin', 'redaktion@werkbank.example', 'DE', 'referred', 'contacted', 6],
  ['Greta Solberg', 'greta@solberg.example', 'NO', 'newsletter', 'in_talks', 12],
  ['Coupon Harbour', 'deals@coupon-harbour.example', 'GB', 'import', 'closed', 30],
] as const;

/** What partners may advertise with, and people who might become partners; the newest of them is written to by the outreach flow. */
export async function seedAssetsAndProspects(store: Store, now: Date): Promise<{ assets: number; prospects: number }> {
  const actor = { id: 'seed' };
  for (const [index, [kind, title, more]] of assets.entries())
    await store.assets.insertOrRead(
      {
        id: derivedId('asset', programme, 'demo', title),
        programme,
        kind,
        title,
        ...more,
        active: true,
        createdAt: new Date(now.getTime() - (60 - index) * day),
      },
      { audit: { action: 'asset.created', actor } },
    );
  for (const [name, email, country, source, stage, daysAgo] of prospects) {
    const id = derivedId('prospect', programme, 'demo', email);
    const createdAt = new Date(now.getTime() - daysAgo * day);
    const move = { at: createdAt, from: 'new', to: stage, by: 'seed' } as const;
    const prospect: Prospect = {
      id,
      programme,
      name,
      email,
      language: country === 'DE' ? 'de' : 'en',
      country,
      source,
      stage,
      ...(stage === 'closed' && { closedFor: 'unfit' }),
      tags: [],
      history: stage === 'new' ? [] : [move],
      createdAt,
    };
    await store.prospects.insertOrRead(prospect, {
      audit: { action: 'prospect.added', actor, subject: { kind: 'prospect', id } },
      ...(stage === 'new' && { events: [prospectEvent('custom.prospect.added', id, now, id)] }),
    });
  }
  return { assets: assets.length, prospects: prospects.length };
}
