import { useTranslation } from 'react-i18next';

/** What a rule saw, and each node that it evaluated. */
export function FactsAndPath({
  facts,
  trace,
  leftOut,
}: {
  facts: Record<string, unknown>;
  trace: readonly unknown[];
  leftOut?: number | undefined;
}) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className="sec" style={{ marginTop: 14 }}>
        {t('Facts it saw')}
      </h3>
      <dl className="dl facts">
        {flatten(facts).map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt className="mono">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {trace.length > 0 && (
        <details>
          <summary className="sec">{t('Path through the rule, {{count}} steps', { count: trace.length })}</summary>
          <pre className="json">{trace.map((step) => JSON.stringify(step)).join('\n')}</pre>
          {leftOut !== undefined && <p className="muted t12">{t('{{count}} more steps', { count: leftOut })}</p>}
        </details>
      )}
    </>
  );
}

/** Facts as dotted names with plain values, in the order of their names. */
export function flatten(facts: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(facts)
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, value]): [string, string][] => {
      const path = prefix ? `${prefix}.${name}` : name;
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return flatten(value as Record<string, unknown>, path);
      return [[path, Array.isArray(value) ? value.map((each) => JSON.stringify(each)).join(', ') : String(value)]];
    });
}
