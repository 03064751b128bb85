/** The language of sentences: the first of `Accept-Language` that we speak, otherwise the fallback. */
export function localeOf(acceptLanguage: string | undefined, fallback: 'en' | 'de'): 'en' | 'de' {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const language = part.trim().slice(0, 2).toLowerCase();
    if (language === 'en' || language === 'de') return language;
  }
  return fallback;
}
