import { useTranslation } from 'react-i18next';
import type { Language } from './facts.js';

/** The language of the console as the rules package names it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'de' ? 'de' : 'en';
}
