import type { MailAttachment } from '@sluice/connectors/mail/index';
import { statementRenderer } from '@sluice/connectors/statement/index';
import type { Partner, Programme, Statement } from '@sluice/domain';
import { inWords } from '../decisions/words.js';

const render = statementRenderer();

/** A partner's statement in its language, to go with a mail; it can be read again at `path`. */
export function statementPdf(
  programme: Programme,
  partner: Partner,
  statement: Statement,
): MailAttachment & { path: string } {
  const { number, currency } = statement;
  const source = { statement, programme, partner, locale: partner.language, say: inWords };
  return {
    name: `statement-${number}.pdf`,
    type: 'application/pdf',
    content: async () => (await render(source, 'pdf')).content,
    path: `/v1/partners/${partner.id}/statements/${number}.pdf?currency=${currency}&locale=${partner.language}`,
  };
}
