import type { DocumentRequestDto } from '@sluice/contracts/document-request';

const words: Readonly<Record<string, string>> = {
  terms: 'Programme terms',
  tax_form: 'Tax form',
  brand_policy: 'Brand policy',
};

/** What a document is called; one that the product does not know by the name that was given. */
export function documentWord(
  { kind, document }: Pick<DocumentRequestDto, 'kind' | 'document'>,
  t: (key: string) => string,
): string {
  if (kind === 'update') return t('News of a deal');
  const word = words[document];
  return word === undefined ? document : t(word);
}
