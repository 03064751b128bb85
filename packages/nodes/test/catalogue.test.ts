import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { cores } from '../src/cores.js';
import { forms } from '../src/forms.js';
import { durationInWords } from '../src/read.js';
import { schemas } from '../src/schemas.js';

describe.each(Object.entries(cores))('%s', (type, core) => {
  it('is listed under its own name, with schema, form and a page', () => {
    expect(core.type).toBe(type);
    expect(schemas[type]).toBeDefined();
    expect(forms[type]?.fields.length).toBeGreaterThan(0);
    expect(existsSync(new URL(`../src/${type}/index.md`, import.meta.url))).toBe(true);
  });

  it('says a sentence and its ports of an empty config, as the canvas asks while one draws', () => {
    expect(core.sentence({}).length).toBeGreaterThan(0);
    const ports = core.ports({}).map((port) => port.key);
    expect(new Set(ports).size).toBe(ports.length);
    if (type !== 'end') expect(ports.length).toBeGreaterThan(0);
  });

  it('has settings in its form that its schema knows, and lets only those be edited', () => {
    const known = Object.keys((schemas[type] as unknown as { shape?: object }).shape ?? {});
    for (const field of forms[type]?.fields ?? []) expect(known).toContain(field.key);
    for (const field of core.editable) expect(known).toContain(field);
  });

  it('runs itself or has an activity; money is never skipped', () => {
    expect(core.run !== undefined || core.effect !== undefined).toBe(true);
    if (core.money) expect(core.skippable).toBe(false);
  });
});

describe('durationInWords', () => {
  it.each([
    ['P30D', '30 days'],
    ['P1D', '1 day'],
    ['PT3S', '3 seconds'],
    ['P1Y2M', '1 year 2 months'],
    ['soon', 'soon'],
  ])('%s is %s', (iso, words) => expect(durationInWords(iso)).toBe(words));
});
