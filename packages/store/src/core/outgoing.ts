import { derivedId, type EventType, type JsonObject } from '@sluice/domain';
import { fromText, toText } from './text.js';

/** Who did it: a user's id, `flow:<run>`, `key:<id>`, `system`. */
export interface AuditActor {
  id: string;
  name?: string;
}

/** What a change says about itself; the relay gives it its place in the programme's chain. */
export interface AuditNote {
  action: string;
  actor: AuditActor;
  /** Default: the changed document. */
  subject?: { kind: string; id: string };
  detail?: JsonObject;
}

/** A message that a change sends. `key` makes it one message however often the change is tried. */
export interface MessageNote {
  key: string;
  channel: string;
  template: string;
  to: string;
  locale: string;
  vars: JsonObject;
  subjectLine?: string;
  html?: string;
  text?: string;
  partner?: string;
  about?: { kind: string; id: string };
  run?: string;
}

/** An event that a change tells the dispatcher, from the source `internal`. */
export interface EventNote {
  /** Source id; the same one is told once. */
  key: string;
  type: EventType;
  occurredAt: Date;
  data: JsonObject;
  correlations: string[];
}

/** What leaves with a change, in the same document and therefore in the same write. */
export interface Outgoing {
  audit?: AuditNote | AuditNote[];
  messages?: MessageNote[];
  events?: EventNote[];
}

/** A stored outgoing entry, until the relay has passed it on. */
export type PendingEntry = { id: string; at: Date; kind: 'audit' | 'message' | 'event'; body: string };

export type PendingNote =
  { kind: 'audit'; note: AuditNote } | { kind: 'message'; note: MessageNote } | { kind: 'event'; note: EventNote };

/** Entries with ids derived from the document and its revision: relaying one twice appends it once. */
export function pendingEntries(
  collection: string,
  programme: string,
  docId: string,
  rev: number,
  out: Outgoing,
  at: Date,
): PendingEntry[] {
  const audits = out.audit === undefined ? [] : Array.isArray(out.audit) ? out.audit : [out.audit];
  const notes: PendingNote[] = [
    ...audits.map((note) => ({
      kind: 'audit' as const,
      note: { ...note, subject: note.subject ?? { kind: collection, id: docId } },
    })),
    ...(out.messages ?? []).map((note) => ({ kind: 'message' as const, note })),
    ...(out.events ?? []).map((note) => ({ kind: 'event' as const, note })),
  ];
  return notes.map(({ kind, note }, index) => ({
    id:
      kind === 'message'
        ? derivedId('message', programme, note.key)
        : derivedId(kind === 'audit' ? 'audit' : 'change', collection, programme, docId, String(rev), String(index)),
    at,
    kind,
    body: toText(note),
  }));
}

/** What a stored entry says. */
export function readPending(entry: PendingEntry): PendingNote {
  return { kind: entry.kind, note: fromText(entry.body) } as PendingNote;
}
