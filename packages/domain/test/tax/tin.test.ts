import { describe, expect, it } from '@jest/globals';
import { checkTin, kindsOf, type TinKind } from '../../src/tax/tin.js';

describe('taxpayer numbers', () => {
  it.each<[TinKind, string, string, string?]>([
    ['ssn', '123-45-6789', '123456789'],
    ['ssn', '001 01 0001', '001010001'],
    ['ssn', '899-99-9999', '899999999'],
    ['ein', '12-3456789', '123456789'],
    ['ein', '99-1234567', '991234567'],
    ['ein', '01-0000001', '010000001'],
    ['itin', '912-70-1234', '912701234'],
    ['itin', '900-50-0001', '900500001'],
    ['itin', '999-94-9999', '999949999'],
    ['foreign', 'AB 12 34 56 C', 'AB123456C', 'GB'],
    ['foreign', '12 345 678 901', '12345678901', 'DE'],
    ['foreign', 'abcde1234f', 'ABCDE1234F', 'IN'],
    ['foreign', '12345678Z', '12345678Z', 'ES'],
    ['foreign', '756.1234.5678.97', '7561234567897', 'CH'],
    ['foreign', 'X-99/123', 'X99123', 'KE'],
  ])('%s %s is taken as %s', (...row) => {
    const [kind, given, number, country] = row;
    expect(checkTin(kind, given, country)).toEqual({ ok: true, number });
  });

  it.each<[TinKind, string, string?]>([
    ['ssn', '000-12-3456'],
    ['ssn', '666-12-3456'],
    ['ssn', '900-12-3456'],
    ['ssn', '123-00-4567'],
    ['ssn', '123-45-0000'],
    ['ssn', '078-05-1120'],
    ['ssn', '219-09-9999'],
    ['ssn', '111-11-1111'],
    ['ssn', '12345678'],
    ['ssn', '1234567890'],
    ['ssn', '12345678a'],
    ['ein', '00-1234567'],
    ['ein', '07-1234567'],
    ['ein', '89-1234567'],
    ['ein', '97-1234567'],
    ['itin', '812-70-1234'],
    ['itin', '912-49-1234'],
    ['itin', '912-66-1234'],
    ['itin', '912-89-1234'],
    ['itin', '912-93-1234'],
    ['foreign', '1234', 'DE'],
    ['foreign', 'ABCDEFGH', 'FR'],
    ['foreign', 'none', 'KE'],
    ['foreign', '00000000', 'KE'],
    ['foreign', '12345', 'IN'],
  ])('%s %s is refused', (...row) => {
    const [kind, given, country] = row;
    expect(checkTin(kind, given, country).ok).toBe(false);
  });

  it('tells which kinds the digits could be', () => {
    expect(kindsOf('123456789')).toEqual(['ssn', 'ein']);
    expect(kindsOf('912701234')).toEqual(['ein', 'itin']);
    expect(kindsOf('000000000')).toEqual([]);
  });
});
