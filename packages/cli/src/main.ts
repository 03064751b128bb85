import { Command } from 'commander';
import { migrate } from './commands/migrate.js';
import { rebuild } from './commands/rebuild.js';
import { finishSeed, seed } from './commands/seed.js';
import { verify } from './commands/verify.js';

const program = new Command('sluice').description('Looks after an installation of Sluice.');

program.command('migrate').description('make indexes and bring stored documents up to date').action(migrate);
program
  .command('seed')
  .description('make the demo programme')
  .option('--if-empty', 'only where it was never made')
  .option('--no-history', 'without the three months of events')
  .option('--finish', 'wait for the events to be taken through, then import the payouts of the past months')
  .action((options: { ifEmpty?: boolean; history?: boolean; finish?: boolean }) =>
    options.finish ? finishSeed() : seed(options),
  );
program.command('verify').description('prove the books; ends with 1 where something is wrong').action(verify);
program.command('rebuild').description('recompute what derives from journals and events').action(rebuild);

try {
  await program.parseAsync();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
