import { describe, expect, it } from '@jest/globals';
import { MailTemplateError, renderMail } from '../../src/mail/index.js';
import type { MailTemplate } from '../../src/mail/index.js';

const template: MailTemplate = {
  key: 'paid',
  kind: 'transactional',
  subject: '{{ amount | money }} is on its way, {{ partner.name }}',
  html: '<h1>Hello {{ partner.name }}</h1>\n<p>{{ amount | money }} was paid on {{ at | date }}; the hold was {{ hold | duration }}.</p>\n<p><a href="{{ link }}">Your statement</a> &amp; more</p>',
};
const vars = {
  partner: { name: 'Ada <script>alert(1)</script> & "Co"' },
  amount: { amount: '128420', currency: 'USD' },
  at: '2026-03-31T22:30:00Z',
  hold: 'P1DT12H',
  link: 'https://shop.example/s?a=1&b=2',
};
const settings = { programmeName: 'Acme <Partners>', timeZone: 'Europe/Berlin' };
const render = (over: Partial<MailTemplate>, more: object = vars) =>
  renderMail({ ...template, ...over }, more, 'en', settings);

function thrown(call: () => unknown): MailTemplateError {
  try {
    call();
  } catch (error) {
    if (error instanceof MailTemplateError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a mail', () => {
  it('escapes values in HTML, and not in subject and text', () => {
    const { subject, html, text } = render({});
    expect(html).toContain('<h1>Hello Ada &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Co&#34;</h1>');
    expect(html).toContain('href="https://shop.example/s?a=1&amp;b=2"');
    expect(html).toContain('Acme &lt;Partners&gt;');
    expect(html).not.toContain('<script>');
    expect(subject).toBe('$1,284.20 is on its way, Ada <script>alert(1)</script> & "Co"');
    expect(text).toBe(
      'Hello Ada <script>alert(1)</script> & "Co"\n\n$1,284.20 was paid on 1 April 2026; the hold was 1 day, 12 hours.\n\nYour statement: https://shop.example/s?a=1&b=2 & more\n\n-- \nYou get this mail because you take part in Acme <Partners>.\n',
    );
  });

  it('speaks German', () => {
    const { subject, html } = renderMail(template, vars, 'de', settings);
    expect(subject).toMatch(/^\$1\.284,20 /);
    expect(html).toContain('1. April 2026');
    expect(html).toContain('1 Tag, 12 Stunden');
    expect(html).toContain('<html lang="de">');
  });

  it('does not let `raw` switch the escaping off', () => {
    const { html } = render({ html: '<i>{{ partner.name | raw }}</i>', subject: 'x' });
    expect(html).toContain('<i>Ada &lt;script&gt;');
  });

  it('takes an amount as a bigint too', () => {
    const more = { ...vars, amount: { amount: 128_420n, currency: 'USD' } };
    expect(render({ html: '<i>{{ amount | money }}</i>', subject: 'x' }, more).html).toContain('<i>$1,284.20</i>');
  });

  it('keeps a line break in a value out of the subject', () => {
    expect(render({ subject: 'Hi {{ name }}' }, { ...vars, name: 'a\r\nBcc: all@x.example' }).subject).toBe(
      'Hi a Bcc: all@x.example',
    );
  });

  it('has a line to unsubscribe in marketing only, and needs the address for it', () => {
    const unsubscribeUrl = 'https://shop.example/u?t=1&u=2';
    const marketing = renderMail({ ...template, kind: 'marketing' }, vars, 'en', { ...settings, unsubscribeUrl });
    expect(marketing.html).toContain('href="https://shop.example/u?t=1&amp;u=2"');
    expect(marketing.text).toContain(`Unsubscribe: ${unsubscribeUrl}`);
    expect(renderMail(template, vars, 'en', { ...settings, unsubscribeUrl }).text).not.toContain('Unsubscribe');
    expect(thrown(() => render({ kind: 'marketing' })).code).toBe('unsubscribe_missing');
  });

  it('names an unknown variable, its part and its line', () => {
    const error = thrown(() => render({ html: '<p>ok</p>\n\n<p>{{ partner.nam }}</p>' }));
    expect(error).toMatchObject({ code: 'unknown_variable', variable: 'partner.nam', part: 'html', line: 3 });
    expect(error.message).toBe('“partner.nam” is not known in the html at line 3.');
  });

  it.each<[string, Partial<MailTemplate>, string]>([
    ['an open tag', { html: '{% if a %}' }, 'template_invalid'],
    ['an unknown filter', { html: '{{ hold | nope }}' }, 'template_invalid'],
    ['money of a text', { html: '{{ hold | money }}' }, 'template_invalid'],
    ['a file of the disk', { html: "{% include 'package.json' %}" }, 'template_invalid'],
    ['a file of the disk, rendered', { html: "{% render '/etc/passwd' %}" }, 'template_invalid'],
    ['the prototype', { html: '{{ partner.constructor }}' }, 'unknown_variable'],
    ['a template of 300 kB', { html: 'x'.repeat(300_000) }, 'limit_exceeded'],
    ['a loop without end', { html: '{% for a in (1..100000000) %}{{ a }}{% endfor %}' }, 'limit_exceeded'],
    [
      'loops in loops',
      { html: `${'{% for a in (1..9000) %}'.repeat(3)}x${'{% endfor %}'.repeat(3)}` },
      'limit_exceeded',
    ],
    [
      'a text that doubles',
      { html: `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}` },
      'limit_exceeded',
    ],
  ])('%s is refused', (_, over, code) => {
    expect(thrown(() => render(over)).code).toBe(code);
  });
});
