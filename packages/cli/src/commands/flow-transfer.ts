import type { FlowCheckResult, FlowDraft } from '@sluice/contracts/flow';
import { flowFileJson } from '@sluice/flows';
import { neededFlow } from './flow-file.js';
import { writeOut } from './rule-transfer.js';
import { Server, type ServerOptions } from './server.js';
import { exits } from './tool.js';

/** `sluice flow export`: a flow of the server as a file, with the keys in a fixed order, so that files can be compared. */
export async function exportFlow(
  flow: string,
  options: ServerOptions & { version?: string; out?: string },
): Promise<number> {
  const query = options.version === undefined ? '' : `?version=${encodeURIComponent(options.version)}`;
  const file = await Server.needed(options).get<object>(`/v1/flows/${encodeURIComponent(flow)}/file${query}`);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (options.out === undefined) process.stdout.write(text);
  else {
    writeOut(options.out, text);
    console.error(`${options.out}: ${flow}${options.version === undefined ? '' : `, ${options.version}`}`);
  }
  return exits.well;
}

/** `sluice flow import`: the file becomes the draft of a flow there, begun where there is none; what is wrong with it is told. */
export async function importFlow(
  file: string,
  options: ServerOptions & { flow?: string; title?: string },
): Promise<number> {
  const read = neededFlow(file);
  const key = options.flow ?? read.flow.key;
  const flow = { ...read.flow, key, title: options.title ?? read.flow.title };
  const { cases } = read;
  const server = Server.needed(options);
  const path = `/v1/flows/${encodeURIComponent(key)}`;
  const before = await server.find<FlowDraft>(`${path}/draft`);
  const isThere = before !== undefined || (await server.find(path)) !== undefined;
  const draft = isThere
    ? await server.put<FlowDraft>(`${path}/draft`, { rev: before?.rev ?? 0, document: flow, cases })
    : await server.post<FlowDraft>('/v1/flows', {
        key,
        title: flow.title,
        from: { file: flowFileJson({ flow, cases }) },
      });
  const { document } = draft;
  const { problems, cases: ran } = await server.post<FlowCheckResult>(`${path}/check`, { document, cases });
  const failing = ran.filter(({ passed }) => !passed);
  const isWell = failing.length === 0 && !problems.some(({ severity }) => severity === 'error');
  if (options.json)
    console.log(JSON.stringify({ draft: { key, rev: draft.rev }, ok: isWell, problems, cases: ran }, null, 2));
  else {
    console.log(`${file}: it is the draft of "${key}" now (${isWell ? 'well' : 'to be mended'})`);
    for (const { severity, pointer, code, message } of problems)
      console.log(`  ${severity} ${pointer || '/'} ${code}: ${message}`);
    for (const { id, failed } of failing) for (const message of failed) console.log(`  case ${id}: ${message}`);
  }
  return isWell ? exits.well : exits.found;
}
