import { parse } from '@sluice/rules/cst/parse';
import { rematch } from '@sluice/rules/edit/match';
import { plainText } from '@sluice/rules/views/parts';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { branchWords } from '@sluice/rules/views/words-outcome';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import { placeAt, type Place } from './places.js';
import { useLanguage } from './use-language.js';

/** What the version in force says in the place of a branch. */
export function useInForce(
  place: Place,
): { version: number; words: string; pointer?: string; changed: boolean } | undefined {
  const { t } = useTranslation();
  const language = useLanguage();
  const { rule, document, schema, shape } = useEditor();
  const { inForce } = rule;
  const before = useMemo(() => {
    if (!inForce) return undefined;
    try {
      const parsed = parse(inForce.logic);
      const list = readDecisionList(parsed, schema, shape);
      return { document: parsed, list: 'reason' in list ? null : list };
    } catch {
      return undefined;
    }
  }, [inForce, schema, shape]);
  if (!inForce || !before?.list || !document) return undefined;
  const { version } = inForce;
  const pointer = rematch(document, before.document, [place.pointer]).get(place.pointer);
  const was = pointer === undefined ? undefined : placeAt(before.list, pointer);
  if (!was || was.pointer !== pointer || (was.branch === undefined) !== (place.branch === undefined)) {
    return { version, words: t('has no such branch'), changed: true };
  }
  const say = (each: Place) => plainText(branchWords(each.branch?.when, each.outcome, shape, schema, language));
  const changed = say(was) !== say(place);
  return { version, words: changed ? say(was) : t('says the same'), pointer: was.pointer, changed };
}
