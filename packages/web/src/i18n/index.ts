import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const storageKey = 'sluice.language';

function preferred(): Language {
  const saved = localStorage.getItem(storageKey);
  if (saved === 'en' || saved === 'de') return saved;
  return navigator.language.startsWith('de') ? 'de' : 'en';
}

/**
 * English sentences are their own keys, so that code reads as the page does; `en` holds only its singular forms, and other
 * languages are fetched when they are chosen.
 */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  await setLanguage(preferred(), false);
}

export async function setLanguage(language: Language, remember = true): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const { de } = await import('./de.js');
    i18next.addResourceBundle('de', 'translation', de);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (remember) localStorage.setItem(storageKey, language);
}
