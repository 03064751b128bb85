import type { FlowDiff } from '@sluice/contracts/flow';
import { diffFlows, renderFlowChange, type FlowChange } from '@sluice/flows/diff/index';
import { neededFlow } from './flow-file.js';
import { Server, type ServerOptions } from './server.js';
import { exits, Trouble } from './tool.js';

interface DiffOptions extends ServerOptions {
  flow?: string;
  locale: string;
}

/** `sluice flow diff`: what changes from one flow to another, in words; two files, or two versions of a flow of the server. */
export async function diffFlowFiles(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions,
): Promise<number> {
  const { locale, flow } = options;
  if (locale !== 'en' && locale !== 'de') throw new Trouble(`There are sentences in en and de, not in "${locale}".`);
  const changes = flow === undefined ? betweenFiles(before, after) : await onServer(flow, before, after, options);
  const told = changes.map((change) => ({ ...change, text: renderFlowChange(change, locale) }));
  if (options.json) console.log(JSON.stringify({ changes: told }, null, 2));
  else for (const { text } of told) console.log(text);
  return changes.length === 0 ? exits.well : exits.found;
}

function betweenFiles(before: string | undefined, after: string | undefined): FlowChange[] {
  if (before === undefined || after === undefined)
    throw new Trouble('Name two files, or a flow of the server with --flow.');
  return diffFlows(neededFlow(before).flow, neededFlow(after).flow);
}

/** From the newest version to the draft, unless told otherwise. */
async function onServer(
  flow: string,
  from: string | undefined,
  to: string | undefined,
  options: ServerOptions,
): Promise<FlowChange[]> {
  const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  const path = `/v1/flows/${encodeURIComponent(flow)}/diff${query.size > 0 ? `?${query.toString()}` : ''}`;
  return (await Server.needed(options).get<FlowDiff>(path)).changes;
}
