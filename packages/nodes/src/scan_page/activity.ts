import { derivedId, isId, type Partner, type Programme } from '@sluice/domain';
import { analysePage } from '@sluice/connectors/page/analyse';
import { fetchPage } from '@sluice/connectors/page/outbound';
import type { EffectContext } from '@sluice/flows';
import type { PageScan } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { partnerIfAny } from '../activity/partner.js';
import { scanAnswer } from '../decisions/scan.js';
import { text, texts } from '../read.js';

/** Looks at a partner's page, once by run, step and visit: what was found then stays what was found. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'scan_page',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const { partner, url } = await pageOf(deps, ctx);
    const id = derivedId('page_scan', ctx.programme, ctx.run, ctx.node, String(ctx.visit), String(ctx.generation));
    const stored = await deps.store.pageScans.get(ctx.programme, id);
    if (stored) return scanAnswer(stored, localeOf(partner, programme));
    const seen = await look(deps, ctx, programme, url);
    const { doc } = await deps.store.pageScans.insertOrRead(
      {
        id,
        programme: ctx.programme,
        ...(partner && { partner: partner.id }),
        subject: { kind: ctx.subject.kind, id: ctx.subject.id },
        run: ctx.run,
        at: deps.now(),
        ...seen,
      },
      {
        audit: {
          action: 'page.scanned',
          actor: { id: actorOf(ctx) },
          detail: { url: seen.url, outcome: seen.outcome, findings: seen.findings.length, run: ctx.run },
        },
      },
    );
    return scanAnswer(doc, localeOf(partner, programme));
  },
};

type Seen = Pick<PageScan, 'url' | 'outcome' | 'findings' | 'disclosure' | 'error'>;

async function look(deps: ActivityDeps, ctx: EffectContext, programme: Programme, url: string): Promise<Seen> {
  const fetched = await fetchPage(url, { ...(deps.allowLoopback && { allowLoopback: true }) });
  if (fetched.outcome !== 'page') {
    const { code, message } = fetched;
    return { url, outcome: 'unreachable', findings: [], error: { code, message } };
  }
  const { brand } = programme.settings;
  const report = analysePage(fetched.html, {
    url: fetched.url,
    earningHosts: [new URL(deps.baseUrl).host, ...(brand?.domains ?? [])],
    claims: [...(brand?.claims ?? []), ...texts([ctx.config['claims'] ?? []].flat())],
  });
  return {
    url: fetched.url,
    outcome: report.findings.length === 0 ? 'ok' : 'findings',
    findings: report.findings,
    ...(report.disclosure !== undefined && { disclosure: report.disclosure }),
  };
}

/** The page that the step names, else that of the coupon request, else the partner's website. */
async function pageOf(deps: ActivityDeps, ctx: EffectContext): Promise<{ partner?: Partner; url: string }> {
  const { kind, id } = ctx.subject;
  const request =
    kind === 'coupon_request' && isId('coupon_request', id)
      ? await deps.store.couponRequests.get(ctx.programme, id)
      : null;
  const partner = request
    ? await deps.store.partners.need(ctx.programme, request.partner)
    : await partnerIfAny(deps, ctx);
  const url = text(ctx.config, 'url') ?? request?.landingPage ?? partner?.website;
  if (url === undefined)
    throw new NonRetryable('no_page', 'Neither the step, nor the request, nor the partner names a page.');
  return { url, ...(partner && { partner }) };
}

function localeOf(partner: Partner | undefined, { settings }: Programme): 'en' | 'de' {
  return partner?.language ?? settings.locale;
}
