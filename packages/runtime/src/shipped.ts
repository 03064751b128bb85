import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseFlowFile, type FlowFile } from '@sluice/flows';

const root = fileURLToPath(new URL('../../../workflows/templates/', import.meta.url));

/** The flows that ship, by key, with their cases and the sentence that says what each is for. */
export function shippedFlows(): FlowFile[] {
  return shippedFiles('.').map((json) => {
    const file = parseFlowFile(json);
    if (file.ok) return file;
    const [first] = file.problems;
    throw new Error(`A flow that ships is not valid: ${first?.pointer ?? ''} ${first?.message ?? ''}`);
  });
}

/** The JSON files of a folder of what ships (`rules`, `mail`, `.` for flows), by name. */
export function shippedFiles(folder: 'rules' | 'mail' | '.'): unknown[] {
  return readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(`${root}${folder}/${name}`, 'utf8')) as unknown);
}
