import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { admin, finance, nora } from '../fixtures/people.js';
import { openBrowser, openPage } from './browser.js';
import { build, serve } from './site.js';

/** Takes the pictures of the main pages: `npx tsx packages/web/test/support/shots.ts [folder] [name…]`. */
const [folder = fileURLToPath(new URL('../../../../docs/screens/', import.meta.url)), ...only] = process.argv.slice(2);

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const shots = [
  ['home', '/', finance, desk],
  ['approvals', '/approvals/apr_kestrel', finance, desk],
  ['approval-maker', '/approvals/apr_mine', finance, desk],
  ['approval-batch', '/approvals/apr_batch', finance, desk],
  ['partners', '/partners', finance, desk],
  ['partner', '/partners/par_0', finance, desk],
  ['partner-notes', '/partners/par_0?tab=notes', finance, desk],
  ['partner-documents', '/partners/par_0?tab=documents', admin, desk],
  ['referrals', '/referrals', admin, desk],
  ['referral', '/referrals/ref_1', admin, desk],
  ['lists', '/lists', admin, desk],
  ['list', '/lists/nurture', admin, desk],
  ['commissions', '/commissions', finance, desk],
  ['commission', '/commissions?open=com_0', finance, desk],
  ['payouts', '/payouts', finance, desk],
  ['batch', '/payouts/bat_1', finance, desk],
  ['statement', '/statements/sta_3', finance, desk],
  ['ledger', '/payouts/ledger', finance, desk],
  ['journal', '/payouts/ledger?open=jrn_7', finance, desk],
  ['trial-balance', '/payouts/trial-balance', finance, desk],
  ['accruals', '/payouts/accruals', finance, desk],
  ['adjustments', '/payouts/adjustments', finance, desk],
  ['files', '/payouts/files?open=fil_1', finance, desk],
  ['bank', '/payouts/bank?open=ben_2', finance, desk],
  ['ledger-phone', '/payouts/ledger', finance, phone],
  ['accruals-phone', '/payouts/accruals', finance, phone],
  ['flows', '/runs', admin, desk],
  ['run-waiting', '/runs/run_1', admin, desk],
  ['run-parked', '/runs/run_2', admin, desk],
  ['run-approval', '/runs/run_3', admin, desk],
  ['coupons', '/coupons', admin, desk],
  ['codes', '/coupons?tab=codes', admin, desk],
  ['assets', '/assets', admin, desk],
  ['messages', '/messages', admin, desk],
  ['events', '/events', admin, desk],
  ['audit', '/audit', admin, desk],
  ['rules', '/rules', admin, desk],
  ['rule', '/rules/standard', admin, desk],
  ['settings', '/settings', admin, desk],
  ['sign-in', '/sign-in', null, desk],
  ['confirm-payout-method', '/confirm-payout-method#abc', null, phone],
  ['home-phone', '/', finance, phone],
  ['approvals-phone', '/approvals', finance, phone],
  ['approval-phone', '/approvals/apr_kestrel', finance, phone],
  ['partners-phone', '/partners', finance, phone],
  ['referral-phone', '/referrals/ref_1', admin, phone],
  ['run-phone', '/runs/run_2', admin, phone],
  ['portal', '/portal', nora, phone],
  ['portal-commissions', '/portal/commissions', nora, phone],
  ['portal-statement', '/portal/statements/sta_3', nora, phone],
  ['portal-links', '/portal/links', nora, phone],
  ['portal-assets', '/portal/assets', nora, phone],
  ['portal-notices', '/portal/notices', nora, phone],
  ['portal-account', '/portal/account', nora, phone],
] as const;

mkdirSync(folder, { recursive: true });
const { folder: built } = await build();
const site = await serve(built);
const browser = await openBrowser();
for (const scheme of ['light', 'dark'] as const) {
  if (process.env.SCHEME && process.env.SCHEME !== scheme) continue;
  for (const [name, path, me, size] of shots) {
    if (only.length > 0 && !only.includes(name)) continue;
    const { page, broken } = await openPage(browser, site.url, { me, scheme, size });
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    if (path.startsWith('/runs/') && size.width > 768) await page.waitForSelector('.react-flow__node');
    await page.waitForTimeout(350);
    await page.screenshot({ path: `${folder}/${name}${scheme === 'dark' ? '-dark' : ''}.png` });
    if (broken.length > 0) console.log(name, scheme, broken);
    await page.context().close();
  }
}
await browser.close();
await site.close();
