import type { TFunction } from 'i18next';

/** Who told a rate, in words. */
export function sourceWords(source: string, t: TFunction): string {
  const [kind = '', ...rest] = source.split(':');
  if (kind === 'ecb') return t('European Central Bank');
  if (kind === 'manual') return t('by hand, {{name}}', { name: rest.join(':') });
  if (kind === 'import') return t('imported, {{name}}', { name: rest.join(':') });
  return source;
}
