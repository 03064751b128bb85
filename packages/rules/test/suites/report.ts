import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { report } from './run.js';

/** Writes results.md: npx tsx packages/rules/test/suites/report.ts */
writeFileSync(new URL('results.md', import.meta.url), await format(report(), { parser: 'markdown' }));
