import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../../..');
/** Rooms that run where no code may be made of text: the browser, the workflow sandbox, and what they share. */
const CLOSED = [
  'packages/web/src',
  'workflows/src',
  'packages/contracts/src',
  'packages/flows/src',
  'packages/domain/src',
];
const IMPORT = /(?:from|import)\s*\(?\s*['"][^'"]*(?:rules\/generate|\/generate\/generate)[^'"]*['"]/;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

describe('code of rules is made nowhere but in bulk work', () => {
  it('is not imported by the browser, the workflow sandbox, or what they are built of', () => {
    const own = sources('packages/rules/src').filter((name) => !name.includes('/generate/'));
    const nodes = sources('packages/nodes/src').filter((name) => !name.includes('activity'));
    const files = [...own, ...nodes, ...CLOSED.flatMap(sources)];
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((name) => IMPORT.test(readFileSync(join(ROOT, name), 'utf8')))).toEqual([]);
    expect(IMPORT.test("import { compileGenerated } from '@sluice/rules/generate/generate';")).toBe(true);
  });

  it('is the only place of this package that makes code of text', () => {
    const makers = sources('packages/rules/src').filter((name) =>
      /new Function\(|\beval\(/.test(readFileSync(join(ROOT, name), 'utf8')),
    );
    expect(makers).toEqual(['packages/rules/src/generate/generate.ts']);
  });
});
