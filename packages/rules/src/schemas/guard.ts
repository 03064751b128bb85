import type { FactsSchema } from '../facts/schema.js';
import { group, text, texts, whole, yesNo } from './fields.js';
import { AS_OF, PARTNER } from './parts.js';

/** Facts of the rules that let a request pass or not: a coupon code asked for, a landing page that was looked at. */
export const GUARD_FACTS: FactsSchema = {
  id: 'guard',
  version: 1,
  fields: {
    partner: group(['Partner', 'Partner'], PARTNER),
    coupon: group(['Coupon', 'Gutschein'], {
      code: text('KESTREL20', {
        label: ['Code asked for', 'Gewünschter Code'],
        phrase: ['the code', 'der Code'],
        optional: true,
      }),
      taken: yesNo(
        ['the code is taken by somebody else', 'der Code schon vergeben ist'],
        ['the code is free', 'der Code frei ist'],
        { label: ['Code is taken', 'Code ist vergeben'] },
      ),
      brandTerms: yesNo(
        ['the code holds a brand term', 'der Code einen Markenbegriff enthält'],
        ['the code holds no brand term', 'der Code keinen Markenbegriff enthält'],
        { label: ['Brand term in the code', 'Markenbegriff im Code'] },
      ),
      active: whole(2, {
        label: ['Coupons of the partner', 'Gutscheine des Partners'],
        phrase: ['the number of coupons of the partner', 'die Zahl der Gutscheine des Partners'],
      }),
    }),
    page: group(['Landing page', 'Zielseite'], {
      host: text('kestrel.example', {
        label: ['Host', 'Host'],
        phrase: ['the host of the page', 'der Host der Seite'],
        help: ['Test it with "matches_domain".', 'Mit „matches_domain“ zu prüfen.'],
        optional: true,
      }),
      disclosure: {
        ...yesNo(
          ['the page discloses the partnership', 'die Seite die Partnerschaft offenlegt'],
          ['the page does not disclose the partnership', 'die Seite die Partnerschaft nicht offenlegt'],
          {
            label: ['Disclosure', 'Offenlegung'],
            help: ['Absent when no page was looked at.', 'Fehlt, wenn keine Seite angesehen wurde.'],
          },
        ),
        optional: true,
      },
      claims: texts(['guaranteed income'], {
        label: ['Prohibited claims found', 'Gefundene verbotene Aussagen'],
        phrase: ['the prohibited claims', 'die verbotenen Aussagen'],
      }),
    }),
    asOf: AS_OF,
  },
};
