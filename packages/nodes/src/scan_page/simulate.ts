import { derivedId, type ExplanationPart } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { scanAnswer, type ScannedPage } from '../decisions/scan.js';
import { objects, isObject, text } from '../read.js';
import { read } from '../simulation/documents.js';
import { needPartner, partnerIfAny } from '../simulation/partner.js';
import type { NodeSimulation, World } from '../simulation/types.js';

/** What would be found is said by the world's `pages`, by URL: `{ outcome, findings }`; a page that is not there is in order. */
export const simulation: NodeSimulation = {
  type: 'scan_page',
  run(world, ctx) {
    const request = ctx.subject.kind === 'coupon_request' ? read(world, 'coupon_requests', ctx.subject.id) : undefined;
    const partner = request ? needPartner(world, request.partner) : partnerIfAny(world, ctx);
    const url = text(ctx.config, 'url') ?? request?.landingPage ?? partner?.website;
    if (url === undefined)
      throw new NonRetryable('no_page', 'Neither the step, nor the request, nor the partner names a page.');
    const scan = foundOn(
      world,
      url,
      derivedId('page_scan', ctx.programme, ctx.run, ctx.node, String(ctx.visit), String(ctx.generation)),
    );
    world.did(ctx, 'page_scanned', { url, outcome: scan.outcome, findings: scan.findings.length });
    return scanAnswer(scan, partner?.language ?? world.programme.settings.locale);
  },
};

function foundOn(world: World, url: string, id: string): ScannedPage {
  const page = world.get('pages', url) ?? {};
  const findings = objects(page['findings']).map(({ code, params }): ExplanationPart => ({
    code: String(code),
    params: isObject(params) ? params : {},
  }));
  if (page['outcome'] === 'unreachable')
    return {
      id,
      url,
      outcome: 'unreachable',
      findings: [],
      error: { code: 'unreachable', message: 'The page cannot be read.' },
    };
  return { id, url, outcome: findings.length === 0 ? 'ok' : 'findings', findings };
}
