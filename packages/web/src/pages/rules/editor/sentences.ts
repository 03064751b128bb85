import { parse } from '@sluice/rules/cst/parse';
import type { DraftContent } from '@sluice/rules/edit/draft';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import type { OutcomeShape } from '@sluice/rules/outcome/shape';
import { plainText } from '@sluice/rules/views/parts';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { branchWords } from '@sluice/rules/views/words-outcome';
import i18next from 'i18next';

/** Every branch of a content as a sentence; the text itself where it shows none. */
export function sentencesOf({ logic }: DraftContent, schema: FactsSchema, shape: OutcomeShape): string[] {
  const locale = i18next.language === 'de' ? 'de' : 'en';
  try {
    const list = readDecisionList(parse(logic), schema, shape);
    if ('reason' in list) return [logic];
    const branches = list.branches.map(({ when, outcome }) => branchWords(when, outcome, shape, schema, locale));
    const otherwise = list.otherwise ? [branchWords(undefined, list.otherwise, shape, schema, locale)] : [];
    return [...branches, ...otherwise].map(plainText);
  } catch {
    return [logic];
  }
}
