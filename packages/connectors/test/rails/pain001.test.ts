import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';
import { toSepa } from '../../src/rails/sepa/characters.js';
import { fileFormats, type FilePayment } from '../../src/rails/files/index.js';
import { input, payment, sepaSettings, sepaTo } from './file-support.js';

const { pain001 } = fileFormats;
const here = new URL('.', import.meta.url);
const schema = await readFile(new URL('schemas/pain.001.001.09.xsd', here), 'utf8');

/** Every way of writing a name that a file has to cope with. */
const payments: FilePayment[] = [
  payment('plain', 125_050n, sepaTo('Mara Vogt', 'DE89370400440532013000', { bic: 'COBADEFFXXX' })),
  payment('umlauts', 7n, sepaTo('Jörg Müßig-Ærø & Söhne', 'AT611904300234573201', { country: 'AT', town: 'Wien' })),
  payment(
    'markup',
    1_00n,
    sepaTo(`</Nm><Evil a="1">'O'Brien'//&amp;`, 'IE29AIBK93115212345678', { country: 'IE', town: 'Áth Cliath' }),
  ),
  payment(
    'long',
    99_999_999_999n,
    sepaTo('Very Long Company Name '.repeat(6).trim(), 'NL91ABNA0417164300', {
      country: 'NL',
      street: 'Straat '.repeat(10),
    }),
  ),
  payment(
    'greek',
    2_000n,
    sepaTo('Γιώργος Παπαδόπουλος', 'GR1601101250000000012300695', { country: 'GR', town: 'Αθήνα', postcode: '105 57' }),
  ),
  payment('cyrillic', 3_333n, sepaTo('Живко Щерев', 'BG80BNBG96611020345678', { country: 'BG', town: 'София' })),
];

describe('pain.001.001.09', () => {
  const { content, sums, references } = pain001.write(input(payments, sepaSettings));

  it('is the golden file, byte for byte', async () => {
    expect(content).toBe(await readFile(new URL('golden/pain001.xml', here), 'utf8'));
  });

  it('is valid against the published schema', async () => {
    expect(await problemsOf(content)).toEqual([]);
  });

  it('would be told invalid by that schema, were it', async () => {
    expect(await problemsOf(content.replace('<ChrgBr>SLEV</ChrgBr>', '<ChrgBr>FREE</ChrgBr>'))).not.toEqual([]);
    expect(await problemsOf(content.replace(/<TwnNm>.*?<\/TwnNm>/, `<TwnNm>${'x'.repeat(36)}</TwnNm>`))).not.toEqual(
      [],
    );
  });

  it('has counts and control sums that an independent reader reckons again', () => {
    const { header, information, transfers } = read(content);
    const cents = transfers.reduce((sum, { amount }) => sum + centsOf(amount), 0);
    expect(cents).toBe(125_050 + 7 + 100 + 99_999_999_999 + 2_000 + 3_333);
    for (const group of [header, information]) {
      expect(Number(group.NbOfTxs)).toBe(transfers.length);
      expect(centsOf(group.CtrlSum)).toBe(cents);
    }
    expect(centsOf(sums.control)).toBe(cents);
    expect(transfers.map(({ reference }) => reference)).toEqual(references);
    expect(new Set(references).size).toBe(payments.length);
    expect(information.ReqdExctnDt.Dt).toBe('2026-11-24');
  });

  it('writes hostile, long and foreign names in the characters of SEPA', () => {
    expect(read(content).transfers.map(({ name, town }) => [name, town])).toEqual([
      ['Mara Vogt', 'Koeln'],
      ['Joerg Muessig-Aero + Soehne', 'Wien'],
      ["Nm Evil a 1 'O'Brien'/+amp,", 'Ath Cliath'],
      ['Very Long Company Name Very Long Company Name Very Long Company Name V', 'Koeln'],
      ['Giorgos Papadopoylos', 'Athina'],
      ['Zhivko Shterev', 'Sofiya'],
    ]);
  });

  it('is the same for the same input, and valid for whatever names are accepted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            holder: fc.string({ unit: 'grapheme', maxLength: 140 }),
            cents: fc.bigInt({ min: 1n, max: 10n ** 10n }),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        async (list) => {
          const all = list.map(({ holder, cents }, index) =>
            payment(String(index), cents, sepaTo(holder, 'DE89370400440532013000', { street: holder.slice(0, 70) })),
          );
          const good = all.filter((one) => pain001.check(one) === undefined);
          if (good.length === 0) return;
          const once = pain001.write(input(good, sepaSettings));
          expect(pain001.write(input(good, sepaSettings)).content).toBe(once.content);
          expect(await problemsOf(once.content)).toEqual([]);
          expect(centsOf(once.sums.control)).toBe(good.reduce((sum, { amount }) => sum + Number(amount.amount), 0));
        },
      ),
      { numRuns: 25 },
    );
  });

  /** What cannot be in such a file, and why: told before anything is written. */
  const refused: [string, FilePayment, code: string][] = [
    ['dollars', payment('d', 1n, sepaTo('A', 'DE89370400440532013000'), 'USD'), 'other_currency'],
    ['another rail', payment('r', 1n, { rail: 'paypal', receiver: 'a@b.example' }), 'other_rail'],
    ['nothing', payment('n', 0n, sepaTo('A', 'DE89370400440532013000')), 'not_positive'],
    ['a billion', payment('b', 100_000_000_000n, sepaTo('A', 'DE89370400440532013000')), 'too_large'],
    ['no town', payment('t', 1n, sepaTo('A', 'DE89370400440532013000', { town: '' })), 'account_invalid'],
    ['a broken IBAN', payment('i', 1n, sepaTo('A', 'DE89370400440532013001')), 'account_invalid'],
    ['a name in Chinese', payment('c', 1n, sepaTo('王小明', 'DE89370400440532013000')), 'not_writable'],
    ['a name of signs', payment('s', 1n, sepaTo('★★★', 'DE89370400440532013000')), 'not_writable'],
    ['a town in Arabic', payment('a', 1n, sepaTo('A', 'DE89370400440532013000', { town: 'القاهرة' })), 'not_writable'],
  ];
  it.each(refused)('leaves out %s', (_name, one, code) => {
    expect(pain001.check(one)?.code).toBe(code);
  });

  it('says what is missing of the payer’s account', () => {
    expect(pain001.missing(sepaSettings)).toEqual([]);
    expect(pain001.missing({ ...sepaSettings, town: '', iban: 'DE00' })).toEqual(['/iban', '/town']);
    expect(pain001.missing({})).toEqual(['/iban', '/name', '/town', '/country']);
  });
});

describe('the characters of SEPA', () => {
  const table: [string, string][] = [
    ['ÄÖÜ äöü ß ẞ', 'AeOeUe aeoeue ss SS'],
    ['Łukasz Żółć', 'Lukasz Zolc'],
    ['naïve “quotes” — dash_under', 'naive quotes - dash-under'],
    ['ﬁne №5 Ⅳ', 'fine No5 IV'],
    ['/leading//and/trailing/', 'leading/and/trailing'],
    ['a\u0000b\u202ec\nd', 'a b c d'],
  ];
  it.each(table)('%j', (given, written) => {
    expect(toSepa(given).text).toBe(written);
  });

  it('are the only ones that come out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toSepa(text).text).toMatch(/^(?!\/)[A-Za-z0-9/\-?:().,'+ ]*(?<!\/)$/);
        expect(toSepa(text).text).not.toContain('//');
      }),
    );
  });
});

async function problemsOf(content: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'file.xml', contents: content }], schema: [schema] });
  return errors.map(({ message }) => message);
}

interface Group {
  NbOfTxs: string;
  CtrlSum: string;
}

/** Another reader than the one that wrote: a general XML parser, and nothing known of how the file was made. */
function read(content: string) {
  const parser = new XMLParser({
    parseTagValue: false,
    ignoreAttributes: false,
    processEntities: true,
    htmlEntities: true,
  });
  const document = parser.parse(content) as {
    Document: {
      CstmrCdtTrfInitn: {
        GrpHdr: Group;
        PmtInf: Group & {
          ReqdExctnDt: { Dt: string };
          CdtTrfTxInf: {
            PmtId: { EndToEndId: string };
            Amt: { InstdAmt: { '#text': string } };
            Cdtr: { Nm: string; PstlAdr: { TwnNm: string } };
          }[];
        };
      };
    };
  };
  const { GrpHdr, PmtInf } = document.Document.CstmrCdtTrfInitn;
  return {
    header: GrpHdr,
    information: PmtInf,
    transfers: PmtInf.CdtTrfTxInf.map(({ PmtId, Amt, Cdtr }) => ({
      reference: PmtId.EndToEndId,
      amount: Amt.InstdAmt['#text'],
      name: Cdtr.Nm,
      town: Cdtr.PstlAdr.TwnNm,
    })),
  };
}

/** Digits by place, not by the code under test: "1250.50" → 125050. */
function centsOf(decimal: string): number {
  const [, whole, cents] = /^(\d+)\.(\d\d)$/.exec(decimal) ?? [];
  if (whole === undefined || cents === undefined) throw new Error(`"${decimal}" has not two decimals`);
  return Number(whole) * 100 + Number(cents);
}
