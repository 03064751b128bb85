import type { Locale } from '@sluice/domain/money/format';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { readTable, type DecisionTable, type NoTable, type TableContext } from '@sluice/rules/views/table';
import { parse } from '@sluice/rules/cst/parse';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';

/** The two languages that rules are written and read in. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return i18n.language.startsWith('de') ? 'de' : 'en';
}

/** The rule as a table, or why it is none; undefined where it is no decision list. */
export function useDecisionTable(extra: readonly string[]): DecisionTable | NoTable | undefined {
  const { document, list, schema, shape } = useEditor();
  const locale = useLocale();
  return useMemo(
    () => (document && list ? readTable(document, list, { schema, shape, locale, extra }) : undefined),
    [document, list, schema, shape, locale, extra],
  );
}

/** The version in force as a table in the same words, to be compared with. */
export function useTableInForce(): DecisionTable | undefined {
  const { rule, schema, shape } = useEditor();
  const locale = useLocale();
  const logic = rule.inForce?.logic;
  return useMemo(() => {
    if (logic === undefined) return undefined;
    const context: TableContext = { schema, shape, locale };
    try {
      const document = parse(logic);
      const list = readDecisionList(document, schema, shape);
      const table = 'reason' in list ? list : readTable(document, list, context);
      return 'reason' in table ? undefined : table;
    } catch {
      // A version of a language that is read no more is compared with in the panel of changes.
      return undefined;
    }
  }, [logic, schema, shape, locale]);
}
