import { Command } from 'commander';
import { flowCommand } from './commands/flow.js';
import { ruleCommand } from './commands/rule.js';
import { runsCommand } from './commands/runs.js';

const program = new Command('sluice').description('Looks after an installation of Sluice.');

// Each command is loaded when it is asked for: those that work on files alone need no database.
program
  .command('migrate')
  .description('make indexes and bring stored documents up to date')
  .action(async () => (await import('./commands/migrate.js')).migrate());
program
  .command('secrets')
  .description('make the secrets file where there is none')
  .action(async () => (await import('./commands/secrets.js')).makeSecrets());
program
  .command('seed')
  .description('make the demo programme')
  .option('--if-empty', 'only where it was never made')
  .option('--no-history', 'without the three months of events')
  .option('--finish', 'wait for the events to be taken through, then import the payouts of the past months')
  .action(async (options: { ifEmpty?: boolean; history?: boolean; finish?: boolean }) => {
    const { finishSeed, seed } = await import('./commands/seed.js');
    await (options.finish ? finishSeed() : seed(options));
  });
program
  .command('verify')
  .description('prove the books; ends with 1 where something is wrong')
  .action(async () => (await import('./commands/verify.js')).verify());
program
  .command('rebuild')
  .description('recompute what derives from journals and events')
  .action(async () => (await import('./commands/rebuild.js')).rebuild());
program.addCommand(ruleCommand());
program.addCommand(flowCommand());
program.addCommand(runsCommand());

try {
  await program.parseAsync();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
