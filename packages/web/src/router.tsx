import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isPartner, readMe } from './lib/session.js';
import { Console } from './shell/Console.js';
import { Broken, NotFound } from './shell/Broken.js';

/** The parts of an address after `?` that a page understands, as texts. */
function texts<const K extends string>(...keys: K[]) {
  return (search: Record<string, unknown>): Partial<Record<K, string>> => {
    const known: Partial<Record<K, string>> = {};
    for (const key of keys) {
      const value = search[key];
      if (value !== undefined && value !== null && value !== '') known[key] = String(value);
    }
    return known;
  };
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: texts('then'),
  component: lazyRouteComponent(() => import('./pages/SignIn.js'), 'SignIn'),
});

const apply = createRoute({
  getParentRoute: () => root,
  path: '/apply',
  component: lazyRouteComponent(() => import('./pages/apply/Apply.js'), 'Apply'),
});

const confirmPayoutMethod = createRoute({
  getParentRoute: () => root,
  path: '/confirm-payout-method',
  component: lazyRouteComponent(() => import('./pages/ConfirmPayoutMethod.js'), 'ConfirmPayoutMethod'),
});

const console_ = createRoute({
  getParentRoute: () => root,
  id: 'console',
  beforeLoad: async ({ location }) => {
    const me = await readMe();
    if (!me) throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { then: location.href } });
    if (isPartner(me)) throw redirect({ to: '/portal' });
  },
  component: Console,
});

const parent = { getParentRoute: () => console_ };
const pages = [
  createRoute({ ...parent, path: '/', component: lazyRouteComponent(() => import('./pages/Home.js'), 'Home') }),
  createRoute({
    ...parent,
    path: '/approvals',
    validateSearch: texts('for', 'kind', 'risk', 'order'),
    component: lazyRouteComponent(() => import('./pages/approvals/Approvals.js'), 'Approvals'),
  }),
  createRoute({
    ...parent,
    path: '/approvals/$id',
    validateSearch: texts('for', 'kind', 'risk', 'order'),
    component: lazyRouteComponent(() => import('./pages/approvals/Approvals.js'), 'Approvals'),
  }),
  createRoute({
    ...parent,
    path: '/partners',
    validateSearch: texts('search', 'status', 'tier'),
    component: lazyRouteComponent(() => import('./pages/partners/Partners.js'), 'Partners'),
  }),
  createRoute({
    ...parent,
    path: '/partners/$id',
    validateSearch: texts('tab'),
    component: lazyRouteComponent(() => import('./pages/partners/Partner.js'), 'Partner'),
  }),
  createRoute({
    ...parent,
    path: '/prospects',
    validateSearch: texts('search', 'stage'),
    component: lazyRouteComponent(() => import('./pages/prospects/Prospects.js'), 'Prospects'),
  }),
  createRoute({
    ...parent,
    path: '/referrals',
    validateSearch: texts('partner', 'stage', 'status', 'assignee', 'tag'),
    component: lazyRouteComponent(() => import('./pages/referrals/Referrals.js'), 'Referrals'),
  }),
  createRoute({
    ...parent,
    path: '/referrals/$id',
    component: lazyRouteComponent(() => import('./pages/referrals/ReferralPage.js'), 'ReferralPage'),
  }),
  createRoute({
    ...parent,
    path: '/lists',
    component: lazyRouteComponent(() => import('./pages/lists/Lists.js'), 'Lists'),
  }),
  createRoute({
    ...parent,
    path: '/lists/$key',
    component: lazyRouteComponent(() => import('./pages/lists/ListPage.js'), 'ListPage'),
  }),
  createRoute({
    ...parent,
    path: '/commissions',
    validateSearch: texts('partner', 'search', 'state', 'order', 'batch', 'from', 'to', 'open'),
    component: lazyRouteComponent(() => import('./pages/commissions/Commissions.js'), 'Commissions'),
  }),
  createRoute({
    ...parent,
    path: '/tax',
    validateSearch: texts('state', 'form', 'open'),
    component: lazyRouteComponent(() => import('./pages/tax/TaxForms.js'), 'TaxForms'),
  }),
  createRoute({
    ...parent,
    path: '/tax/sanctions',
    validateSearch: texts('state', 'open'),
    component: lazyRouteComponent(() => import('./pages/tax/Sanctions.js'), 'Sanctions'),
  }),
  createRoute({
    ...parent,
    path: '/tax/settings',
    component: lazyRouteComponent(() => import('./pages/tax/TaxSettings.js'), 'TaxSettings'),
  }),
  createRoute({
    ...parent,
    path: '/tax/year-end',
    validateSearch: texts('year'),
    component: lazyRouteComponent(() => import('./pages/tax/YearEnd.js'), 'YearEnd'),
  }),
  createRoute({
    ...parent,
    path: '/payouts',
    validateSearch: texts('state'),
    component: lazyRouteComponent(() => import('./pages/payouts/Batches.js'), 'Batches'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/ledger',
    validateSearch: texts('partner', 'kind', 'commission', 'payout', 'from', 'to', 'open'),
    component: lazyRouteComponent(() => import('./pages/ledger/Ledger.js'), 'Ledger'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/trial-balance',
    validateSearch: texts('asOf'),
    component: lazyRouteComponent(() => import('./pages/ledger/TrialBalance.js'), 'TrialBalance'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/accruals',
    component: lazyRouteComponent(() => import('./pages/finance/Accruals.js'), 'AccrualsPage'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/adjustments',
    validateSearch: texts('partner', 'state'),
    component: lazyRouteComponent(() => import('./pages/payouts/Adjustments.js'), 'Adjustments'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/files',
    validateSearch: texts('format', 'open'),
    component: lazyRouteComponent(() => import('./pages/payouts/Files.js'), 'Files'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/bank',
    validateSearch: texts('statement', 'state', 'open'),
    component: lazyRouteComponent(() => import('./pages/payouts/Bank.js'), 'Bank'),
  }),
  createRoute({
    ...parent,
    path: '/payouts/$id',
    validateSearch: texts('state'),
    component: lazyRouteComponent(() => import('./pages/payouts/Batch.js'), 'BatchPage'),
  }),
  createRoute({
    ...parent,
    path: '/statements/$id',
    component: lazyRouteComponent(() => import('./pages/payouts/StatementPage.js'), 'StatementPage'),
  }),
  createRoute({
    ...parent,
    path: '/runs',
    validateSearch: texts('flow', 'status', 'node', 'version', 'subject', 'bulk'),
    component: lazyRouteComponent(() => import('./pages/runs/Runs.js'), 'Runs'),
  }),
  createRoute({
    ...parent,
    path: '/runs/$id',
    validateSearch: texts('flow', 'status', 'node', 'version', 'subject'),
    component: lazyRouteComponent(() => import('./pages/runs/RunPage.js'), 'RunPage'),
  }),
  createRoute({
    ...parent,
    path: '/flows',
    validateSearch: texts('search'),
    component: lazyRouteComponent(() => import('./pages/flows/list/Flows.js'), 'Flows'),
  }),
  createRoute({
    ...parent,
    path: '/flows/new',
    component: lazyRouteComponent(() => import('./pages/flows/gallery/Gallery.js'), 'Gallery'),
  }),
  createRoute({
    ...parent,
    path: '/flows/$key',
    validateSearch: texts('version', 'tab', 'node', 'status', 'bulk'),
    component: lazyRouteComponent(() => import('./pages/flows/editor/FlowPage.js'), 'FlowPage'),
  }),
  createRoute({
    ...parent,
    path: '/flows/$key/simulate',
    validateSearch: texts('case', 'run'),
    component: lazyRouteComponent(() => import('./pages/flows/simulate/SimulatePage.js'), 'SimulatePage'),
  }),
  createRoute({
    ...parent,
    path: '/coupons',
    validateSearch: texts('tab', 'state'),
    component: lazyRouteComponent(() => import('./pages/coupons/Coupons.js'), 'Coupons'),
  }),
  createRoute({
    ...parent,
    path: '/assets',
    validateSearch: texts('kind'),
    component: lazyRouteComponent(() => import('./pages/assets/Assets.js'), 'Assets'),
  }),
  createRoute({
    ...parent,
    path: '/messages',
    validateSearch: texts('state', 'partner', 'open'),
    component: lazyRouteComponent(() => import('./pages/Messages.js'), 'Messages'),
  }),
  createRoute({
    ...parent,
    path: '/events',
    validateSearch: texts('type', 'source', 'dispatch'),
    component: lazyRouteComponent(() => import('./pages/Events.js'), 'Events'),
  }),
  createRoute({
    ...parent,
    path: '/audit',
    validateSearch: texts('subject', 'actor'),
    component: lazyRouteComponent(() => import('./pages/Audit.js'), 'Audit'),
  }),
  createRoute({
    ...parent,
    path: '/rules',
    component: lazyRouteComponent(() => import('./pages/rules/Rules.js'), 'Rules'),
  }),
  createRoute({
    ...parent,
    path: '/rules/$key',
    validateSearch: texts('version', 'view', 'dock', 'side', 'case', 'backtest'),
    component: lazyRouteComponent(() => import('./pages/rules/RulePage.js'), 'RulePage'),
  }),
  createRoute({
    ...parent,
    path: '/rules/$key/backtests/$id',
    component: lazyRouteComponent(() => import('./pages/rules/backtest/BacktestPage.js'), 'BacktestPage'),
  }),
  createRoute({
    ...parent,
    path: '/settings',
    component: lazyRouteComponent(() => import('./pages/Settings.js'), 'Settings'),
  }),
];

const portal = createRoute({
  getParentRoute: () => root,
  path: '/portal',
  beforeLoad: async () => {
    const me = await readMe();
    if (!me) throw redirect({ to: '/sign-in', search: { then: '/portal' } });
    if (!isPartner(me)) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('./portal/Portal.js'), 'Portal'),
});
const inPortal = { getParentRoute: () => portal };
const portalPages = [
  createRoute({
    ...inPortal,
    path: '/',
    component: lazyRouteComponent(() => import('./portal/Earnings.js'), 'Earnings'),
  }),
  createRoute({
    ...inPortal,
    path: '/commissions',
    component: lazyRouteComponent(() => import('./portal/MyCommissions.js'), 'MyCommissions'),
  }),
  createRoute({
    ...inPortal,
    path: '/commissions/$id',
    component: lazyRouteComponent(() => import('./portal/MyCommissions.js'), 'MyCommission'),
  }),
  createRoute({
    ...inPortal,
    path: '/statements',
    component: lazyRouteComponent(() => import('./portal/MyStatements.js'), 'MyStatements'),
  }),
  createRoute({
    ...inPortal,
    path: '/statements/$id',
    component: lazyRouteComponent(() => import('./portal/MyStatements.js'), 'MyStatement'),
  }),
  createRoute({
    ...inPortal,
    path: '/links',
    component: lazyRouteComponent(() => import('./portal/MyLinks.js'), 'MyLinks'),
  }),
  createRoute({
    ...inPortal,
    path: '/assets',
    component: lazyRouteComponent(() => import('./portal/MyAssets.js'), 'MyAssets'),
  }),
  createRoute({
    ...inPortal,
    path: '/notices',
    component: lazyRouteComponent(() => import('./portal/Notices.js'), 'MyNotices'),
  }),
  createRoute({
    ...inPortal,
    path: '/tax',
    component: lazyRouteComponent(() => import('./portal/MyTax.js'), 'MyTax'),
  }),
  createRoute({
    ...inPortal,
    path: '/account',
    component: lazyRouteComponent(() => import('./portal/MyAccount.js'), 'MyAccount'),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    apply,
    confirmPayoutMethod,
    console_.addChildren(pages),
    portal.addChildren(portalPages),
  ]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
});
