import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '../lib/session.js';

interface Rule {
  key: string;
  version: number;
  title?: string | undefined;
}

/**
 * The rule version that decided; `trace` names the commission or decision whose path the rule's page lights up. Whoever may
 * not read rules sees its name. A bonus was decided by no rule but by a flow; fixed terms were agreed on.
 */
export function RuleLink({ rule, trace, className }: { rule: Rule; trace?: string; className?: string }) {
  const { t } = useTranslation();
  const may = useCan('rule.read');
  const flow = rule.key.startsWith('flow:') ? rule.key.slice('flow:'.length) : undefined;
  if (rule.key.startsWith('terms:')) {
    const text = rule.title === undefined ? t('Agreed terms') : t('Agreed terms: {{name}}', { name: rule.title });
    return <span className={className ?? 'muted t12'}>{text}</span>;
  }
  const text =
    flow === undefined
      ? t('Rule {{rule}} v{{version}}', { rule: rule.title ?? rule.key, version: rule.version })
      : t('Flow {{flow}} v{{version}}', { flow: rule.title ?? flow, version: rule.version });
  if (!may) return <span className={className ?? 'muted t12'}>{text}</span>;
  if (flow !== undefined)
    return (
      <Link to="/flows/$key" params={{ key: flow }} className={`rule-link ${className ?? 'm'}`}>
        {text}
      </Link>
    );
  const search = { version: String(rule.version), ...(trace === undefined ? {} : { trace }) };
  return (
    <Link
      to="/rules/$key"
      params={{ key: rule.key }}
      search={search as never}
      className={`rule-link ${className ?? 'm'}`}
    >
      {text}
    </Link>
  );
}
