import { Command } from 'commander';
import { run, subcommand } from './tool.js';

/** `sluice runs`: carries waiting runs from one Temporal server to another. */
export function runsCommand(): Command {
  const runs = new Command('runs').description('carry waiting runs from one Temporal server to another');
  subcommand(runs, 'export', 'write every waiting run to a file; ends with 1 where some were just doing something')
    .requiredOption('--out <file>', 'where to, one run a line')
    .option('--end', 'end each run on this server once it is written')
    .action(run(async () => (await import('./runs-export.js')).exportRuns));
  subcommand(runs, 'import', 'have the runs of a file go on here; what runs here already is left alone')
    .argument('<file>', 'as `sluice runs export` wrote it')
    .action(run(async () => (await import('./runs-import.js')).importRuns));
  return runs;
}
