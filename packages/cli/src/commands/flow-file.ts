import { parseFlowFile, type FlowFile, type PinnedFlow } from '@sluice/flows';
import type { FlowLibrary, LibraryRule, LibraryTemplate } from '@sluice/nodes/simulation/library';
import { pinnedBy } from '@sluice/nodes/simulation/pinned';
import type { RuleDocument } from '@sluice/rules';
import { semanticHash } from '@sluice/rules';
import { shippedFiles, shippedFlows } from '@sluice/runtime/shipped';
import { canonicalJson, sha256Hex, type Json } from '@sluice/domain';
import { demoProgramme } from '../demo/programme.js';
import { jsonOf, schemaOf, shapeOf, textOf } from './rule-file.js';
import { Server, type ServerOptions } from './server.js';
import { Trouble } from './tool.js';

/** What a programme makes of what ships, where no server says it. */
export interface AroundOptions extends ServerOptions {
  currency: string;
  tiers?: string;
}

/** A flow as it stands in a file, or why it is none. */
export type ReadFlow = { file: string } & ReturnType<typeof parseFlowFile>;

/** Reads a flow file; what it is not is told with places. Throws `Trouble` where there is no JSON to read. */
export function readFlow(file: string): ReadFlow {
  const json = jsonOf(textOf(file));
  if (json === undefined) throw new Trouble(`${file} is not JSON.`);
  return { file, ...parseFlowFile(json) };
}

/** As `readFlow`, for what cannot go on without. */
export function neededFlow(file: string): FlowFile {
  const read = readFlow(file);
  if (read.ok) return read;
  const [first] = read.problems;
  throw new Trouble(`${file} is not a flow file: ${first?.pointer || '/'} ${first?.message ?? ''}`);
}

/**
 * What flows find around them: on the server that is named, otherwise what ships with this release; and the flows of the same
 * call in either case.
 */
export async function libraryFor(options: AroundOptions, files: readonly FlowFile[] = []): Promise<FlowLibrary> {
  const server = Server.of(options);
  const [first] = files;
  const library = server
    ? await server.get<FlowLibrary>(`/v1/flows/${encodeURIComponent(first?.flow.key ?? 'new')}/library`)
    : await shippedLibrary(options);
  return withFlows(library, files);
}

async function shippedLibrary(options: AroundOptions): Promise<FlowLibrary> {
  const { currency, tiers } = options;
  const ranks = tiers
    ?.split(',')
    .map((key, rank) => ({ key: key.trim(), name: key.trim(), rank: rank + 1, perks: [] }));
  const programme = { ...demoProgramme, currency, ...(ranks && { tiers: ranks }) };
  const local = { ...options, kind: '', tiers: programme.tiers.map(({ key }) => key).join(',') };
  const rules: Record<string, LibraryRule> = {};
  for (const { key, kind, title, logic, facts, outcome } of shippedFiles('rules') as RuleDocument[]) {
    const [schema, shape] = [await schemaOf(facts.id, undefined, local), shapeOf(kind, local, outcome)];
    rules[key] = { version: 1, hash: semanticHash(logic), kind, title, logic, schema, shape };
  }
  const mails = shippedFiles('mail') as (LibraryTemplate & { key: string })[];
  const templates = Object.fromEntries(
    mails.map(({ key, ...content }) => [key, { hash: sha256Hex(canonicalJson(content as unknown as Json)), content }]),
  );
  const around = { rules, templates, flows: {}, demo: {}, programme, mailFrom: 'Sluice <partners@sluice.example>' };
  return withFlows({ ...around, baseUrl: 'http://localhost:3000' }, shippedFlows());
}

/** With more flows, each as soon as those that it runs are there; one that cannot be executed is left out. */
function withFlows(library: FlowLibrary, files: readonly FlowFile[]): FlowLibrary {
  let known = library;
  let left = [...files];
  for (let before = -1; left.length > 0 && left.length !== before;) {
    before = left.length;
    left = left.filter(({ flow }) => {
      const pinned = pinnedOrNot(flow, known);
      if (!pinned) return true;
      known = { ...known, flows: { ...known.flows, [flow.key]: { document: flow, pinned, version: 1 } } };
      return false;
    });
  }
  return known;
}

function pinnedOrNot(flow: FlowFile['flow'], library: FlowLibrary): PinnedFlow | undefined {
  try {
    return pinnedBy(flow, library);
  } catch {
    return undefined;
  }
}
