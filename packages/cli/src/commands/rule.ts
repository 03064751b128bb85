import { Command } from 'commander';
import { onServer as server, run, subcommand } from './tool.js';

/** `sluice rule`: what is done with rules as files, and with those of a server. Each action is loaded when it is asked for. */
export function ruleCommand(): Command {
  const rule = new Command('rule').description('work with rules as files, or with those of a server');
  const add = (usage: string, description: string): Command => subcommand(rule, usage, description);
  const facts = (command: Command): Command =>
    server(command)
      .option('--kind <kind>', 'what the rule decides, where the file does not say it', 'commission')
      .option('--currency <code>', 'currency of the programme', 'USD')
      .option('--tiers <keys>', 'tiers of the programme, separated by commas');

  facts(add('check', 'check rules and run their cases; ends with 1 where something is to be mended'))
    .argument('<files...>', 'rule files, or bare JSON-logic')
    .action(run(async () => (await import('./rule-check.js')).checkRules));
  facts(add('evaluate', 'run a rule on facts; ends with 1 where it stops or is refused'))
    .argument('<file>', 'a rule file, or bare JSON-logic')
    .option('--facts <file>', 'facts as a JSON file; - reads them from the standard input')
    .option('--case <id>', 'the facts of one of its cases')
    .option('--trace', 'tell every node that was evaluated')
    .action(run(async () => (await import('./rule-evaluate.js')).evaluateRule));
  facts(add('diff', 'say what changes between two rules; ends with 1 where something does'))
    .argument('[before]', 'a rule file; with --rule a version or “draft”')
    .argument('[after]', 'a rule file; with --rule a version or “draft”')
    .option('--rule <key>', 'compare versions of this rule on the server')
    .option('--locale <locale>', 'language of the sentences: en or de', 'en')
    .action(run(async () => (await import('./rule-diff.js')).diffRuleFiles));
  server(add('backtest', 'try one version of a rule against another on past orders'))
    .argument('<rule>', 'key of the rule')
    .requiredOption('--since <time>', 'begin of the period, e.g. 2026-08-01')
    .option('--until <time>', 'end of the period; now by default')
    .option('--from <version>', 'a version, or “draft”; the version in force by default')
    .option('--to <version>', 'a version, or “draft”', 'draft')
    .option('--partners <ids>', 'only these partners, separated by commas')
    .option('--only-tiers <keys>', 'only these tiers, separated by commas')
    .option('--no-wait', 'do not wait for the end')
    .action(run(async () => (await import('./rule-backtest.js')).backtestRule));
  server(add('export', 'write a rule of the server as a file'))
    .argument('<rule>', 'key of the rule')
    .option('--version <number>', 'that version; the one in force by default')
    .option('--out <file>', 'where to; the standard output by default')
    .action(run(async () => (await import('./rule-transfer.js')).exportRule));
  server(add('import', 'check a rule file on the server; with --rule it becomes a draft there'))
    .argument('<file>', 'a rule file, or bare JSON-logic')
    .option('--rule <key>', 'key of the rule whose draft it becomes')
    .option('--kind <kind>', 'what it decides, where the file does not say it')
    .option('--title <title>', 'its title, where the file has none')
    .action(run(async () => (await import('./rule-transfer.js')).importRule));
  return rule;
}
