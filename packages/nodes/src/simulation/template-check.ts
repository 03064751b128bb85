import { checkMailText, type MailTextProblem } from '@sluice/connectors/mail/check';
import type { LibraryTemplate } from './library.js';

/** What is wrong with a mail, and where: `pointer` leads to the text, e.g. `/locales/de/html`. */
export interface TemplateProblem extends MailTextProblem {
  pointer: string;
}

const parts = ['subject', 'html', 'text'] as const;

/** Checks every text of a mail against the variables that it may use: those it declares, or those that a step gives. */
export function checkTemplate(
  template: LibraryTemplate,
  variables: readonly string[] = template.variables,
): TemplateProblem[] {
  return Object.entries(template.locales).flatMap(([locale, texts]) =>
    parts.flatMap((part) => {
      const source = texts[part];
      if (source === undefined) return [];
      return checkMailText(part, source, variables).map((problem) => ({
        pointer: `/locales/${locale}/${part}`,
        ...problem,
      }));
    }),
  );
}
