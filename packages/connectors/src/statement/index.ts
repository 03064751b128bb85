import { statementCsv } from './csv.js';
import { statementDocument, type StatementSource } from './document.js';
import { statementFonts, type Fonts } from './fonts.js';
import { statementHtml } from './html.js';
import { statementPdf } from './pdf.js';

export type { StatementSource } from './document.js';

export const statementForms = ['html', 'pdf', 'csv'] as const;
export type StatementForm = (typeof statementForms)[number];

export interface StatementFile {
  name: string;
  type: string;
  content: Buffer;
}

const types: Record<StatementForm, string> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
};

/** Renders statements; the fonts are read with the first PDF and kept. */
export function statementRenderer(): (source: StatementSource, form: StatementForm) => Promise<StatementFile> {
  let fonts: Fonts | undefined;
  return async (source, form) => {
    const document = statementDocument(source);
    const content =
      form === 'pdf'
        ? await statementPdf(document, (fonts ??= statementFonts()))
        : Buffer.from(form === 'html' ? statementHtml(document) : statementCsv(document), 'utf8');
    return { name: `statement-${source.statement.number}.${form}`, type: types[form], content };
  };
}
