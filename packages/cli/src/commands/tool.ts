import type { Command, CommanderError } from 'commander';

/** Exit codes of `sluice rule …` and `sluice flow …`: done and well · there is something to mend or different · it could not be done. */
export const exits = { well: 0, found: 1, trouble: 2 } as const;

/** What keeps a command from being done, in one sentence: a file, an option, a server. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

type Action = (...args: never[]) => Promise<number>;

/** A command of a tool; what is wrong with the call ends with the exit code for trouble. */
export function subcommand(tool: Command, usage: string, description: string): Command {
  return tool.command(usage).description(description).exitOverride(usageExit);
}

/** With the options that name a server. */
export function onServer(command: Command): Command {
  return command
    .option('--url <url>', 'address of the server (or SLUICE_URL)')
    .option('--key <key>', 'API key (or SLUICE_API_KEY)')
    .option('--json', 'answer as JSON');
}

/** Loads the action, runs it, and ends with what it answers; trouble is told in one line. */
export function run(load: () => Promise<Action>) {
  return async (...args: unknown[]): Promise<void> => {
    try {
      const action = (await load()) as (...given: unknown[]) => Promise<number>;
      process.exitCode = await action(...args);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      console.error(error.message);
      process.exitCode = exits.trouble;
    }
  };
}

/** Commander has told what is wrong with the call by then; asking for help is none. */
function usageExit(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? exits.well : exits.trouble);
}
