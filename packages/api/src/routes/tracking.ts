import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '@sluice/domain';
import { routes } from '@sluice/contracts';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { take } from './events.js';
import { linkByCode } from './programme.js';

/** The parameter that carries the click's id to the shop; its snippet or server sends it back with the order. */
export const clickParameter = 'sluice_click';

const utm = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

/** `GET /t/{code}`: records the click, then sends the visitor on with its id; an unknown code leads home. */
export function trackingRoutes(context: Context): Pick<Handlers, 'followLink'> {
  return {
    async followLink(request, response) {
      response.set('Cache-Control', 'no-store');
      const found = await linkByCode(context, String(request.params.code));
      if (!found || !found.link.active) {
        response.redirect(302, context.config.baseUrl);
        return;
      }
      const { link, programme } = found;
      const query = routes.followLink.query.safeParse(request.query);
      const target = targetOf(link.target, query.success ? query.data.to : undefined);
      const click = `clk_${randomBytes(16).toString('hex')}`;
      const now = context.now();
      try {
        await take(context, programme, {
          programme: programme.key,
          source: 'tracking',
          sourceId: click,
          type: 'click',
          version: 1,
          occurredAt: now,
          receivedAt: now,
          data: {
            click: { id: click, link: link.code },
            partnerId: link.partner,
            context: given({
              ip: request.ip,
              userAgent: request.get('user-agent')?.slice(0, 1000),
              referrer: request.get('referer')?.slice(0, 2000),
            }),
            utm: given(
              Object.fromEntries(
                utm.map((name) => [name.slice(4), z.string().max(200).safeParse(request.query[name]).data]),
              ),
            ),
          },
        });
        target.searchParams.set(clickParameter, click);
      } catch (error) {
        // The visitor must get to the shop even when the click cannot be kept.
        context.log('a click could not be recorded', error);
      }
      response.redirect(302, target.href);
    },
  };
}

/** Where the visitor goes: `to` where it stays on the link's own site (or below it), otherwise the link's target. */
export function targetOf(target: string, to: string | undefined): URL {
  const base = new URL(target);
  if (to === undefined || !URL.canParse(to, base.href)) return base;
  const wanted = new URL(to, base);
  const same = wanted.hostname === base.hostname || wanted.hostname.endsWith(`.${base.hostname}`);
  const safe = wanted.protocol === 'https:' || wanted.protocol === base.protocol;
  return same && safe && wanted.username === '' ? wanted : base;
}

function given(values: Record<string, string | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
