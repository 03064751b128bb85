import { renderMail } from '@sluice/connectors/mail/render';
import type { Json, JsonObject } from '@sluice/domain';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Seg } from '../../../parts/basics.js';
import { useShell } from '../../../shell/context.js';
import { useFlowEditor } from '../editor/context.js';

type Locale = 'en' | 'de';

/** A mail as its reader sees it, filled with invented values; fixed values of the step are its own. */
export default function MailPreview({
  template: key,
  gives,
  data,
}: {
  template: Json | undefined;
  gives: readonly string[];
  data: JsonObject;
}) {
  const { t, i18n } = useTranslation();
  const { programme } = useShell();
  const { library, document } = useFlowEditor();
  const [locale, setLocale] = useState<Locale>(i18n.language === 'de' ? 'de' : 'en');
  const named = typeof key === 'string' ? key : defaultOf(key, document.parameters);
  const content = named === undefined ? undefined : library?.templates[named]?.content;
  const rendered = useMemo(() => {
    const texts = content?.locales[locale] ?? content?.locales['en'];
    if (!content || !texts || named === undefined) return undefined;
    const fixed = Object.entries(data).filter(([, value]) => value === null || typeof value !== 'object');
    const vars = {
      ...Object.fromEntries(
        content.variables.map((name) => [name, sampleOf(name, programme?.currency ?? 'USD', locale)]),
      ),
      ...Object.fromEntries(fixed),
    };
    try {
      return {
        mail: renderMail({ key: named, kind: content.kind, ...texts }, vars, locale, {
          programmeName: programme?.name ?? '',
          timeZone: programme?.timeZone ?? 'UTC',
          unsubscribeUrl: 'https://example.com/unsubscribe',
        }),
      };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }, [content, named, data, locale, programme]);
  if (named === undefined || named === '')
    return <p className="sub">{t('Choose a mail in the form to see it here.')}</p>;
  if (!content)
    return <p className="sub">{library ? t('There is no mail “{{key}}”.', { key: named }) : t('Loading')}</p>;
  return (
    <section className="fp-part">
      <div className="row">
        <h3 className="sec grow">{t('The mail on invented values')}</h3>
        <Seg<Locale>
          small
          label={t('Language of the mail')}
          value={locale}
          options={(['en', 'de'] as const)
            .filter((each) => content.locales[each])
            .map((each) => ({ value: each, label: each.toUpperCase() }))}
          onChange={setLocale}
        />
      </div>
      {rendered?.error !== undefined && (
        <p className="err" role="status">
          {rendered.error}
        </p>
      )}
      {rendered?.mail && (
        <div className="fp-mail">
          <p className="m">{rendered.mail.subject}</p>
          <iframe title={t('The mail as it looks')} sandbox="" srcDoc={rendered.mail.html} />
        </div>
      )}
      <p className="help t11 muted">
        {t('This step tells it: {{names}}.', { names: gives.join(', ') || t('nothing') })}
      </p>
    </section>
  );
}

function defaultOf(value: Json | undefined, parameters: readonly { key: string; default: Json }[]): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const found = parameters.find(({ key }) => key === value['$param'])?.default;
  return typeof found === 'string' ? found : undefined;
}

/** An invented value by what a variable is called. */
function sampleOf(name: string, currency: string, locale: Locale): Json {
  const money = { amount: '28550', currency };
  if (/amount|total|sum|bonus|revenue|earned/i.test(name)) return money;
  if (/url|link/i.test(name)) return 'https://example.com/portal';
  if (/until|at$|date|due/i.test(name)) return '2026-12-19T09:00:00.000Z';
  if (/count|more|number|statement|left/i.test(name)) return 3;
  if (/lines|items|list|rows/i.test(name))
    return [{ amount: money, sentence: locale === 'de' ? '15 %, weil Gold' : '15 % because Gold', name: 'Mara' }];
  if (/name/i.test(name)) return 'Mara Lindqvist';
  return locale === 'de' ? `(${name})` : `(${name})`;
}
