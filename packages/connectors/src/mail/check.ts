import { mailEngine, type MailTemplatePart } from './render.js';

/** What is wrong with a text of a mail, before any value is known. */
export interface MailTextProblem {
  code: 'syntax' | 'unknown_variable' | 'unknown_filter';
  /** A sentence. */
  message: string;
  /** Line in the text, from 1. */
  line?: number;
  /** The variable or filter. */
  name?: string;
}

/**
 * What a mail's text says that cannot be rendered: no Liquid, a filter that there is not, a variable that is not among those
 * known. Of several mistakes in the Liquid itself only the first is found.
 */
export function checkMailText(part: MailTemplatePart, source: string, variables: readonly string[]): MailTextProblem[] {
  try {
    const { globals } = mailEngine(part, 'en', 'UTC').parseAndAnalyzeSync(source);
    return Object.entries(globals)
      .filter(([name]) => !variables.includes(name))
      .flatMap(([name, uses]) =>
        uses.map(({ location }) => ({
          code: 'unknown_variable' as const,
          message: `“${name}” is not known here.`,
          line: location.row,
          name,
        })),
      )
      .sort((a, b) => a.line - b.line);
  } catch (error) {
    return [unreadable(error, source)];
  }
}

function unreadable(error: unknown, source: string): MailTextProblem {
  const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const message = said.replace(/, (line|file):.*$/, '');
  const filter = /undefined filter: (\S+)/.exec(message)?.[1];
  const partial = /ENOENT/.test(message) ? /\{%-?\s*(render|include|layout)\b/.exec(source) : null;
  const line = partial
    ? source.slice(0, partial.index).split('\n').length
    : Number(/, line:(\d+)/.exec(said)?.[1] ?? 0);
  return {
    code: filter === undefined ? 'syntax' : 'unknown_filter',
    message:
      filter !== undefined
        ? `There is no filter “${filter}”.`
        : partial
          ? 'A mail cannot take in other templates.'
          : `This is no Liquid: ${message}.`,
    ...(line > 0 && { line }),
    ...(filter !== undefined && { name: filter }),
  };
}
