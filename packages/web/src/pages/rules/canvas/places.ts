import type { Branch, DecisionList, OutcomeView } from '@sluice/rules/views/decision-list';

/** A branch, or the answer where none holds, with the list it belongs to. */
export interface Place {
  readonly list: DecisionList;
  /** Absent for otherwise. */
  readonly branch?: Branch;
  readonly outcome: OutcomeView;
  /** Position in the list; its number of branches for otherwise. */
  readonly index: number;
  /** Names it in selections: the condition's pointer, for otherwise the outcome's. */
  readonly pointer: string;
  /** Pointer of the nested decision it is in; null in the outermost list. */
  readonly scope: string | null;
}

/** Every place of a list in the order they are tried, otherwise last. */
export function placesOf(list: DecisionList, scope: string | null = null): readonly Place[] {
  const places: Place[] = list.branches.map((branch) => ({
    list,
    branch,
    outcome: branch.outcome,
    index: branch.index,
    pointer: branch.pointer,
    scope,
  }));
  const { otherwise } = list;
  if (!otherwise) return places;
  return [...places, { list, outcome: otherwise, index: list.branches.length, pointer: otherwise.pointer, scope }];
}

/** The place at a pointer, or the innermost one that holds it; nested decisions included. */
export function placeAt(list: DecisionList, pointer: string | null, scope: string | null = null): Place | undefined {
  if (pointer === null) return undefined;
  for (const place of placesOf(list, scope)) {
    if (place.pointer === pointer) return place;
    if (holds(place.outcome.pointer, pointer) && place.outcome.kind === 'list') {
      const inner = placeAt(place.outcome.list, pointer, place.outcome.pointer);
      if (inner) return inner;
    }
    if (holds(place.pointer, pointer) || holds(place.outcome.pointer, pointer)) return place;
  }
  return undefined;
}

const holds = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

/** The list that a nested decision's pointer opens; the outermost one for null or what is no decision any more. */
export function listAt(list: DecisionList, scope: string | null): { list: DecisionList; scope: string | null } {
  const place = placeAt(list, scope);
  if (scope !== null && place?.outcome.kind === 'list' && place.outcome.pointer === scope) {
    return { list: place.outcome.list, scope };
  }
  return { list, scope: null };
}

/** The nested decisions from the outermost list down to one, as the places they hang on. */
export function trailTo(list: DecisionList, scope: string | null): readonly Place[] {
  const trail: Place[] = [];
  let at: Place | undefined = placeAt(list, scope);
  while (at) {
    trail.unshift(at);
    at = at.scope === null ? undefined : placeAt(list, at.scope);
  }
  return trail;
}
