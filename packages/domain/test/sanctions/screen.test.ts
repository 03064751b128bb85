import { describe, expect, it } from '@jest/globals';
import { renderExplanation } from '../../src/index.js';
import { entryFingerprint, yearsOf, type SanctionsEntry } from '../../src/sanctions/entry.js';
import { plainLatin, soundOf, wordsOf } from '../../src/sanctions/name.js';
import { screen, screeningIndex, type ScreenedSubject } from '../../src/sanctions/screen.js';
import { screenedPartner, subjectFingerprint } from '../../src/sanctions/subject.js';

const entry = (uid: string, name: string, more: Partial<SanctionsEntry> = {}): SanctionsEntry => ({
  uid,
  kind: 'individual',
  name,
  aliases: [],
  programs: ['SDGT'],
  births: [],
  countries: [],
  ...more,
});

const list = [
  entry('1', 'Ivan Sergeyevich PETROVSKY', { births: ['07 Oct 1952'], countries: ['RU'] }),
  entry('2', 'Mohammed Abdul KARIM', { aliases: [{ name: 'Abu Yusuf', weak: true }], births: ['circa 1965'] }),
  entry('3', 'BLACK SEA SHIPPING COMPANY LTD', {
    kind: 'entity',
    countries: ['UA'],
    aliases: [{ name: 'Blasco', weak: false }],
  }),
  entry('4', 'Jürgen MÜLLER-GRÖßE', { births: ['1970'] }),
  entry('5', 'Yevgeniy PRIGOZHIN'),
  entry('6', 'Smith, John'),
  entry('7', 'INTERNATIONAL TRADING CO', { kind: 'entity' }),
  entry('8', 'Muammar QADHAFI'),
];
const index = screeningIndex(list);
const person = (name: string, more: Partial<ScreenedSubject> = {}): ScreenedSubject => ({
  names: [{ name, kind: 'individual' }],
  ...more,
});
const company = (name: string, more: Partial<ScreenedSubject> = {}): ScreenedSubject => ({
  names: [{ name, kind: 'entity' }],
  ...more,
});

describe('likeness to a sanctions list', () => {
  it.each<[string, ScreenedSubject, string, 'block' | 'review']>([
    ['the same name', person('Ivan Sergeyevich Petrovsky'), '1', 'block'],
    ['another order', person('PETROVSKY, Ivan Sergeyevich'), '1', 'block'],
    ['in Cyrillic', person('Иван Сергеевич Петровский'), '1', 'block'],
    ['without the patronymic', person('Ivan Petrovsky'), '1', 'review'],
    ['without it, born that day', person('Ivan Petrovsky', { birth: '1952', country: 'RU' }), '1', 'review'],
    ['one letter wrong', person('Ivan Sergeyevich Petrovski'), '1', 'block'],
    ['another spelling', person('Muhammad Abdel Karim'), '2', 'block'],
    ['an alias that is not weak', company('Blasco'), '3', 'block'],
    ['without its legal form', company('Black Sea Shipping'), '3', 'block'],
    ['with another legal form', company('Black Sea Shipping GmbH'), '3', 'review'],
    ['umlauts in two ways', person('Juergen Mueller Groesse'), '4', 'block'],
    ['umlauts left out', person('Jurgen Muller Grosse'), '4', 'review'],
    ['transliterated in another way', person('Evgeny Prigozhin'), '5', 'block'],
    ['in Cyrillic, with a soft sign', person('Евгений Пригожин'), '5', 'block'],
    ['a common name, exactly', person('John Smith'), '6', 'block'],
    ['a letter in each word', person('Joan Smythe'), '6', 'review'],
    ['nothing but common words', company('International Trading Co'), '7', 'block'],
    ['Arabic, written quite otherwise', person('Muammar Gaddafi'), '8', 'block'],
    ['spaces and signs', person("  ivan   sergeyevich—petrovsky' "), '1', 'block'],
  ])('%s is found', (_name, subject, uid, level) => {
    expect(screen(index, subject)[0]).toMatchObject({ entry: { uid }, level });
  });

  it.each<[string, ScreenedSubject]>([
    ['another first name', person('Olga Petrovsky')],
    ['another last name', person('Ivan Sergeyevich Kowalski')],
    ['born in another year', person('Ivan Petrovsky', { birth: '1999', country: 'DE' })],
    ['one word of many', person('Karim')],
    ['a weak alias of another person', person('Yusuf Demir')],
    ['a company with one word alike', company('Black Forest Bakery Ltd')],
    ['a company of common words', company('General Holding Group')],
    ['John Smithson', person('John Smithson')],
    ['Jane Smithers', person('Jane Smithers')],
    ['an empty name', person('')],
    ['signs only', person('— ! —')],
    ['a trading company', company('Sunrise Trading Co')],
    ['Mueller alone', person('Anna Müller')],
  ])('%s is not', (_name, subject) => {
    expect(screen(index, subject)).toEqual([]);
  });

  it('explains every score, in both languages', () => {
    const [match] = screen(index, person('Ivan Petrovski', { birth: '1952-10-07', country: 'RU' }));
    const codes = match?.reasons.map(({ code }) => code);
    expect(codes).toEqual(['match.similar_tokens', 'match.list_more', 'match.birth_same', 'match.country_same']);
    expect(renderExplanation(match?.reasons ?? [], 'en')).toEqual([
      'Like “Ivan Sergeyevich PETROVSKY”: ivan, petrovski ≈ petrovsky.',
      'The list’s name says more: sergeyevich.',
      'The date of birth agrees: 07 Oct 1952.',
      'The country agrees: RU.',
    ]);
    expect(renderExplanation(match?.reasons ?? [], 'de')[2]).toBe('Das Geburtsdatum stimmt überein: 07 Oct 1952.');
  });

  it('weighs a weak alias, another kind and another country less', () => {
    const score = (subject: ScreenedSubject, at = 0) => screen(index, subject, { reviewFrom: 1 })[at]?.score ?? 0;
    expect(score(person('Abu Yusuf'))).toBe(90);
    expect(score(person('Black Sea Shipping Company Ltd'))).toBe(88);
    expect(score(company('Black Sea Shipping Company Ltd', { country: 'US' }))).toBe(96);
    expect(score(person('Ivan Sergeyevich Petrovsky', { birth: '1990' }))).toBe(80);
  });

  it('asks the programme from where a likeness counts', () => {
    const subject = person('Ivan Petrovsky');
    expect(screen(index, subject, { reviewFrom: 95 })).toEqual([]);
    expect(screen(index, subject, { blockFrom: 83 })[0]?.level).toBe('block');
  });

  it.each([
    ['07 Oct 1952', { from: 1952, to: 1952 }],
    ['circa 1965', { from: 1963, to: 1967 }],
    ['1960 to 1965', { from: 1960, to: 1965 }],
    ['unknown', undefined],
  ])('reads the birth “%s”', (birth, years) => expect(yearsOf(birth)).toEqual(years));

  it.each([
    ['Łukasz Żółć', 'Lukasz Zolc'],
    ['Ørsted', 'Orsted'],
    ['ΑΘΗΝΑ', 'Athina'],
    ['Щукин', 'Shchukin'],
    ['Straße', 'Strasse'],
  ])('%s is %s in plain letters', (name, plain) => {
    expect(plainLatin(name).toLowerCase()).toBe(plain.toLowerCase());
  });

  it('hears names that sound alike as one', () => {
    for (const names of [
      ['mohammed', 'muhammad', 'mohamad'],
      ['yusuf', 'jusuf'],
      ['qadhafi', 'kadafi'],
      ['schmidt', 'shmit'],
    ])
      expect(new Set(names.map(soundOf)).size).toBe(1);
    expect(wordsOf('Dr. O’Neil-Smith, Ltd').map(({ word }) => word)).toEqual(['dr', 'oneil', 'smith', 'ltd']);
  });
});

describe('what a decision was made about', () => {
  const ada = { name: 'Ada Doe', type: 'creator', country: 'de' } as const;
  it('is another when the partner or the entry changes', () => {
    const before = subjectFingerprint(screenedPartner(ada, undefined));
    expect(subjectFingerprint(screenedPartner({ ...ada }, undefined))).toBe(before);
    expect(subjectFingerprint(screenedPartner({ ...ada, organisation: 'Doe Ltd' }, undefined))).not.toBe(before);
    expect(entryFingerprint(entry('1', 'A', { births: ['1970'] }))).not.toBe(entryFingerprint(entry('1', 'A')));
  });
  it('takes the name and the year of birth of the tax form', () => {
    const form = {
      form: 'w8ben',
      values: { name: 'Ada Maria Doe', country: 'ES' },
      masked: { birth: '1970-••-••' },
    } as const;
    expect(screenedPartner(ada, form)).toEqual({
      names: [
        { name: 'Ada Doe', kind: 'individual' },
        { name: 'Ada Maria Doe', kind: 'individual' },
      ],
      birth: '1970',
      country: 'ES',
    });
  });
});
