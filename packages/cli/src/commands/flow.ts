import { Command } from 'commander';
import { onServer as server, run, subcommand } from './tool.js';

/** `sluice flow`: what is done with flows as files, and with those of a server. Each action is loaded when it is asked for. */
export function flowCommand(): Command {
  const flow = new Command('flow').description('work with flows as files, or with those of a server');
  const add = (usage: string, description: string): Command => subcommand(flow, usage, description);
  const around = (command: Command): Command =>
    server(command)
      .option('--currency <code>', 'currency of the programme, where no server says it', 'USD')
      .option('--tiers <keys>', 'tiers of the programme, separated by commas, where no server says them');

  around(add('validate', 'check flows and run their cases; ends with 1 where something is to be mended'))
    .argument('<files...>', 'flow files; they may run one another')
    .action(run(async () => (await import('./flow-validate.js')).validateFlows));
  around(
    add(
      'simulate',
      'run the cases of a flow under a virtual clock; ends with 1 where one does not come out as expected',
    ),
  )
    .argument('[file]', 'a flow file')
    .option('--flow <key>', 'this flow of the server')
    .option('--version <version>', 'with --flow: a version, or “draft”; the newest version by default')
    .option('--case <id>', 'only this case')
    .action(run(async () => (await import('./flow-simulate.js')).simulateFlow));
  server(add('diff', 'say what changes between two flows; ends with 1 where something does'))
    .argument('[before]', 'a flow file; with --flow a version or “draft”')
    .argument('[after]', 'a flow file; with --flow a version or “draft”')
    .option('--flow <key>', 'compare versions of this flow on the server')
    .option('--locale <locale>', 'language of the sentences: en or de', 'en')
    .action(run(async () => (await import('./flow-diff.js')).diffFlowFiles));
  server(add('export', 'write a flow of the server as a file'))
    .argument('<flow>', 'key of the flow')
    .option('--version <version>', 'a version, or “draft”; the newest version by default')
    .option('--out <file>', 'where to; the standard output by default')
    .action(run(async () => (await import('./flow-transfer.js')).exportFlow));
  server(add('import', 'make a flow file the draft of a flow on the server; ends with 1 where it is to be mended'))
    .argument('<file>', 'a flow file')
    .option('--flow <key>', 'key of the flow; the file’s by default')
    .option('--title <title>', 'its title; the file’s by default')
    .action(run(async () => (await import('./flow-transfer.js')).importFlow));
  return flow;
}
