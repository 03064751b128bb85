import { describe, expect, it } from '@jest/globals';
import { checkTemplate } from '../../src/simulation/template-check.js';
import { library } from './library.js';

const mail = (html: string, variables = ['name', 'amount', 'links']) => ({
  kind: 'transactional' as const,
  variables,
  locales: { en: { subject: 'Hello {{ name }}', html } },
});

describe('checkTemplate', () => {
  it.each<[html: string, code: string, line: number, name: string | undefined]>([
    ['<p>{{ amuont | money }}</p>', 'unknown_variable', 1, 'amuont'],
    ['<p>\n{{ amount | mony }}</p>', 'unknown_filter', 2, 'mony'],
    ['a\nb\n{% if name %}', 'syntax', 3, undefined],
    ['{{ name ', 'syntax', 1, undefined],
    ["\n{% render 'other' %}", 'syntax', 2, undefined],
    ['{% for link in links %}{{ link.url }}{{ lnik }}{% endfor %}', 'unknown_variable', 1, 'lnik'],
  ])('%j is %s at line %d', (html, code, line, name) => {
    const problems = checkTemplate(mail(html));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ pointer: '/locales/en/html', code, line, ...(name !== undefined && { name }) });
  });

  it('finds nothing in what a loop, an assignment or a filter brings', () => {
    expect(
      checkTemplate(
        mail('{% assign sum = amount | money %}{{ sum }}{% for l in links %}{{ forloop.index }}{{ l }}{% endfor %}'),
      ),
    ).toEqual([]);
  });

  it.each(Object.keys(library.templates))('the mail %s that ships uses what it declares', (key) => {
    expect(checkTemplate(library.templates[key]!.content)).toEqual([]);
  });
});
