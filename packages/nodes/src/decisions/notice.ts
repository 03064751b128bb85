import { derivedId, type Id, type JsonObject, type Partner, type PartnerId } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';

/** A notice as a step tells it. */
export interface StepNotice {
  id: Id<'notice'>;
  programme: string;
  partner: PartnerId;
  title: string;
  text?: string;
  link?: string;
  run: string;
  createdAt: Date;
}

/** The notice of a step in the partner's language; `fill` puts the run's variables into its texts. */
export function noticeOf(
  ctx: EffectContext,
  partner: Pick<Partner, 'id' | 'language'>,
  now: Date,
  fill: (template: string, vars: JsonObject) => string,
): StepNotice {
  const filled = (field: string) => {
    const template =
      (partner.language === 'de' ? text(ctx.config, `${field}De`) : undefined) ?? text(ctx.config, field);
    return template === undefined ? '' : filling(() => fill(template, ctx.vars)).trim();
  };
  const [title, words, link] = [filled('title'), filled('text'), filled('link')];
  if (title === '') throw new NonRetryable('no_title', 'The notice has no title.');
  if (link !== '' && !isLink(link))
    throw new NonRetryable(
      'bad_link',
      'The link must be a page of the portal, such as /portal/links, or an https address.',
    );
  return {
    id: derivedId('notice', ctx.programme, ctx.run, ctx.node, String(ctx.visit), String(ctx.generation)),
    programme: ctx.programme,
    partner: partner.id,
    title: title.slice(0, 300),
    ...(words !== '' && { text: words.slice(0, 5_000) }),
    ...(link !== '' && { link }),
    run: ctx.run,
    createdAt: now,
  };
}

/** A text that is no Liquid parks the step: trying again cannot help. */
export function filling(fill: () => string): string {
  try {
    return fill();
  } catch (error) {
    throw new NonRetryable('template_error', error instanceof Error ? error.message : String(error));
  }
}

/** A path of the portal (not `//host`), or https. */
function isLink(link: string): boolean {
  return /^\/portal(?:[/?#]|$)/.test(link) || (URL.canParse(link) && new URL(link).protocol === 'https:');
}
