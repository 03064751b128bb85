import { refuse, type Refusal } from './error.js';

/** Tags that one thing may have. */
export const mostTags = 50;

/**
 * Tags after adding and taking away: trimmed, each there once whatever its case, in the order in which they came, as they were
 * first written. What is both added and taken away is gone. `too_many_tags` beyond fifty.
 */
export function withTags(
  tags: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): { ok: true; tags: string[]; added: string[]; removed: string[] } | Refusal {
  const gone = new Set(remove.map(tagKey));
  const seen = new Set<string>();
  const after: string[] = [];
  for (const tag of [...tags, ...add].map((one) => one.trim())) {
    if (tag === '' || gone.has(tagKey(tag)) || seen.has(tagKey(tag))) continue;
    seen.add(tagKey(tag));
    after.push(tag);
  }
  if (after.length > mostTags && after.length > tags.length)
    return refuse('too_many_tags', `Nothing has more than ${mostTags} tags.`);
  const before = new Set(tags.map(tagKey));
  return {
    ok: true,
    tags: after,
    added: after.filter((tag) => !before.has(tagKey(tag))),
    removed: tags.filter((tag) => gone.has(tagKey(tag))),
  };
}

/** A tag as it is compared. */
export function tagKey(tag: string): string {
  return tag.trim().toLowerCase();
}
