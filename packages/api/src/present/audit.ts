import { parseMoney, type JsonObject } from '@sluice/domain';
import type { MoneyDto, TimelineEntry } from '@sluice/contracts';
import type { AuditEntry, Store } from '@sluice/store';
import { Names } from './names.js';
import { at, compact, moneyDto } from './plain.js';
import { actorName, auditText } from './words.js';

type Locale = 'en' | 'de';

/** Audit entries as lines of a timeline: what was done, for whom, how much, by whom. Entries hold ids; names are looked up. */
export async function auditLines(
  store: Store,
  programme: string,
  entries: readonly AuditEntry[],
  locale: Locale,
): Promise<TimelineEntry[]> {
  const names = await new Names(store, programme).load(entries.flatMap((entry) => partnerOf(entry) ?? []));
  const people = await peopleOf(store, programme, entries);
  return entries.map((entry) => {
    const partner = partnerOf(entry);
    return compact({
      id: entry.id,
      at: at(entry.at),
      kind: 'audit' as const,
      code: entry.action,
      text: auditText(entry, locale, partner === undefined ? undefined : names.partner(partner).name),
      actor: people.get(entry.actor.id) ?? actorName(entry.actor),
      amount: amountOf(entry.detail),
      subject: entry.subject,
    });
  });
}

/** Names of those who acted under their user's id alone. */
async function peopleOf(
  store: Store,
  programme: string,
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(entries.map(({ actor }) => actor.id))].filter((id) => !id.includes(':'));
  const users = ids.length === 0 ? [] : await store.users.collection.find(programme, { _id: { $in: ids } });
  return new Map(users.map(({ id, name }) => [id, name]));
}

function partnerOf({ subject, detail }: AuditEntry): string | undefined {
  if (subject.kind === 'partner' || subject.kind === 'partners') return subject.id;
  return typeof detail.partner === 'string' ? detail.partner : undefined;
}

function amountOf(detail: JsonObject): MoneyDto | undefined {
  try {
    return moneyDto(parseMoney(detail.amount));
  } catch {
    return undefined;
  }
}
