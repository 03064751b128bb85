import type { Json, JsonObject } from '@sluice/domain';
import { isObject } from '../read.js';
import { invented } from './demo.js';
import type { WorldDocuments } from './library.js';

/**
 * Documents laid over others: of one that is there already only what is said changes, one under a new id takes after the
 * invented one of its collection.
 */
export function laidOver(
  under: WorldDocuments,
  over: WorldDocuments,
  patterns: WorldDocuments = under,
): WorldDocuments {
  const collections = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries(
    [...collections].map((collection) => {
      const known = under[collection] ?? {};
      const pattern =
        invented[collection] === undefined ? undefined : patternOf(patterns[collection] ?? {}, invented[collection]);
      const added = Object.entries(over[collection] ?? {}).map(([id, document]): [string, JsonObject] => [
        id,
        { ...merged(known[id] ?? pattern ?? {}, document), id },
      ]);
      return [collection, { ...known, ...Object.fromEntries(added) }];
    }),
  );
}

/** The invented document, or where the run's subject has taken its place that one. */
function patternOf(documents: Readonly<Record<string, JsonObject>>, id: string): JsonObject | undefined {
  return documents[id] ?? Object.values(documents)[0];
}

function merged(under: JsonObject, over: JsonObject): JsonObject {
  const both = Object.entries(over).map(([key, value]): [string, Json] => {
    const before = under[key];
    return [key, isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(both) };
}
