import { writeFileSync } from 'node:fs';
import type { RuleFile, RuleImportReport } from '@sluice/contracts/rule';
import { exits, Trouble } from './tool.js';
import { textOf } from './rule-file.js';
import { Server, type ServerOptions } from './server.js';

/** `sluice rule export`: a rule of the server as a file, with the keys in a fixed order, so that files can be compared. */
export async function exportRule(
  rule: string,
  options: ServerOptions & { version?: string; out?: string },
): Promise<number> {
  const query = options.version === undefined ? '' : `?version=${encodeURIComponent(options.version)}`;
  const file = await Server.needed(options).get<RuleFile>(`/v1/rules/${encodeURIComponent(rule)}/export${query}`);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (options.out === undefined) process.stdout.write(text);
  else {
    writeOut(options.out, text);
    console.error(`${options.out}: ${file.key} v${file.version}`);
  }
  return exits.well;
}

/** `sluice rule import`: what the server says of a rule from elsewhere; with a key it becomes a draft there. */
export async function importRule(
  file: string,
  options: ServerOptions & { rule?: string; kind?: string; title?: string },
): Promise<number> {
  const { rule: key, kind, title } = options;
  const report = await Server.needed(options).post<RuleImportReport>('/v1/rules/import', {
    text: textOf(file),
    ...(key !== undefined && { key }),
    ...(kind !== undefined && { kind }),
    ...(title !== undefined && { title }),
  });
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else {
    const { accepted, class: kindOf, problems, created, mended } = report;
    const where = created === undefined ? '' : `; it is the draft of "${created}" now`;
    console.log(`${file}: ${accepted ? `accepted (${kindOf ?? ''})${where}` : 'refused'}`);
    for (const { pointer, code, message } of problems) console.log(`  ${pointer || '/'} ${code}: ${message}`);
    if (mended) console.log(`  with the offered fixes made (--json shows the text) ${mended.problems.length} are left`);
  }
  return report.accepted ? exits.well : exits.found;
}

/** Writes a file; throws `Trouble` where it cannot be written. */
export function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Trouble(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
