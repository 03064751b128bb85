import { Liquid, LiquidError } from 'liquidjs';
import { registerFilters } from './filters.js';
import type { MailLocale } from './filters.js';
import { layoutHtml, layoutText } from './layout.js';

/** An editable template. `html` is what stands between the base layout's head and foot. */
export interface MailTemplate {
  key: string;
  /** Marketing mail has an unsubscribe line and needs its address; a statement or a decision has none. */
  kind: 'transactional' | 'marketing';
  subject: string;
  html: string;
  /** The plain version; made from `html` where it is absent. */
  text?: string;
}

export interface MailSettings {
  /** Stands at the top and in the foot. */
  programmeName: string;
  /** IANA zone of dates; UTC by default. */
  timeZone?: string;
  /** Needed for marketing mail. */
  unsubscribeUrl?: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export type MailTemplatePart = 'subject' | 'html' | 'text';

/** A template that cannot be rendered with what is known; names the part, the line in it, and the variable. */
export class MailTemplateError extends Error {
  override name = 'MailTemplateError';
  constructor(
    readonly code: 'unknown_variable' | 'template_invalid' | 'limit_exceeded' | 'unsubscribe_missing' | 'no_locale',
    message: string,
    readonly part: MailTemplatePart,
    readonly line?: number,
    readonly variable?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bounds for what operators may write: 200 kB of template, 500 ms, about a million characters of values. */
const limits = { parseLimit: 200_000, renderLimit: 500, memoryLimit: 1_000_000 };

/**
 * Renders a Liquid template to subject, HTML and text. Values are escaped in HTML and never in subject and text; an unknown
 * variable is an error, no file is ever read. Throws `MailTemplateError`.
 */
export function renderMail(
  template: MailTemplate,
  vars: object,
  locale: MailLocale,
  settings: MailSettings,
): RenderedMail {
  const unsubscribeUrl = template.kind === 'marketing' ? settings.unsubscribeUrl : undefined;
  if (template.kind === 'marketing' && !unsubscribeUrl)
    throw new MailTemplateError(
      'unsubscribe_missing',
      `Marketing mail needs an address to unsubscribe at (${template.key}).`,
      'html',
    );
  const zone = settings.timeZone ?? 'UTC';
  const render = (part: MailTemplatePart, source: string): string => run(part, source, vars, locale, zone);

  const subject = render('subject', template.subject)
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .trim();
  const foot = { programmeName: settings.programmeName, locale, ...(unsubscribeUrl && { unsubscribeUrl }) };
  return {
    subject,
    html: layoutHtml(subject, render('html', template.html), foot),
    text: layoutText(render('text', template.text ?? plainSource(template.html)), foot),
  };
}

/** Made once each: an engine keeps nothing of what it renders, and making one takes longer than a mail. */
const engines = new Map<string, Liquid>();

/** Liquid as a part of a mail is read: limited, strict, with our filters. */
export function mailEngine(part: MailTemplatePart, locale: MailLocale, zone: string): Liquid {
  const key = `${part === 'html' ? 'html' : 'plain'} ${locale} ${zone}`;
  const known = engines.get(key);
  if (known) return known;
  const engine = new Liquid({
    ...limits,
    ...(part === 'html' && { outputEscape: 'escape' as const }),
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Partials come from this empty map, never from the disk.
    templates: {},
  });
  registerFilters(engine, locale, zone);
  engines.set(key, engine);
  return engine;
}

function run(part: MailTemplatePart, source: string, vars: object, locale: MailLocale, zone: string): string {
  try {
    return String(mailEngine(part, locale, zone).parseAndRenderSync(source, vars));
  } catch (error) {
    throw explain(part, error);
  }
}

function explain(part: MailTemplatePart, error: unknown): MailTemplateError {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const [, line] = /, line:(\d+)/.exec(message) ?? [];
  const [, variable] = /undefined variable: (.+?)(?:, line:\d+.*)?$/.exec(message) ?? [];
  const at = line ? ` at line ${line}` : '';
  const options = { cause: error };
  const number = line ? Number(line) : undefined;
  if (variable)
    return new MailTemplateError(
      'unknown_variable',
      `“${variable}” is not known in the ${part}${at}.`,
      part,
      number,
      variable,
      options,
    );
  const isLimit = /limit exceeded/.test(message);
  const what = LiquidError.is(error) || error instanceof Error ? message.replace(/, line:.*$/, '') : message;
  return new MailTemplateError(
    isLimit ? 'limit_exceeded' : 'template_invalid',
    `The ${part} cannot be rendered${at}: ${what}.`,
    part,
    number,
    undefined,
    options,
  );
}

/** The template's HTML as plain text, before values come in: what a value contains is then left as it is. */
function plainSource(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, '')
    .replace(/<a\b[^>]*\bhref="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, '$2: $1')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/<br\s*\/?>|<\/(tr|li)>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '- ')
    .replace(/<\/(p|h[1-6]|ul|ol|table|div)>/gi, '\n\n')
    .replace(/<\/t[dh]>/gi, ' ')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
