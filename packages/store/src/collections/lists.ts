import { derivedId, type Id } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { AuditActor } from '../core/outgoing.js';
import { changeByStep, type ByStep } from '../core/steps.js';

/** A named list of leads or partners, such as `nurture`. */
export interface List {
  id: Id<'list'>;
  programme: string;
  key: string;
  title: string;
  createdAt: Date;
}

/** One that is on a list, or was. */
export interface ListMember extends ByStep {
  id: Id<'member'>;
  programme: string;
  list: string;
  member: { kind: 'partner' | 'referral'; id: string };
  on: boolean;
  /** When it was last put on or taken off, and by whom. */
  at: Date;
  by: AuditActor;
  run?: string;
}

/** Who does it, and when; `key` and `run` where a step of a flow does. */
export interface ListChange {
  actor: AuditActor;
  at: Date;
  key?: string;
  run?: string;
}

/** Lists by key, and who is on them. Whoever is put on twice is on it once. */
export function lists(db: Database) {
  const c = db.collection<List>({
    name: 'lists',
    version: 1,
    fields: { key: 'string', title: 'string', createdAt: 'date' },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const members = db.collection<ListMember>({
    name: 'list_members',
    version: 1,
    fields: {
      list: 'string',
      member: 'plain',
      on: 'boolean',
      at: 'date',
      by: 'plain',
      run: 'string',
      doneSteps: 'text',
    },
    lookups: { memberId: 'string' },
    derive: ({ member }) => ({ memberId: member.id }),
    indexes: [{ keys: ['list', 'on', 'at'] }, { keys: ['memberId'] }],
  });
  const idOf = (programme: string, key: string): List['id'] => derivedId('list', programme, key);
  const memberIdOf = (programme: string, list: string, member: ListMember['member']): ListMember['id'] =>
    derivedId('member', programme, list, member.kind, member.id);

  const repository = {
    collection: c,
    members,
    get: (programme: string, key: string) => c.get(programme, idOf(programme, key)),
    all: (programme: string) => c.find(programme, {}, { sort: { key: 1 }, limit: 1_000 }),

    /** The list of that key, made if there is none; its title is its key in words unless one is given. */
    async make(programme: string, key: string, by: { actor: AuditActor; at: Date; title?: string }) {
      const { inserted, doc } = await c.insertOrRead(
        { id: idOf(programme, key), programme, key, title: by.title ?? titleOf(key), createdAt: by.at },
        { audit: { action: 'list.made', actor: by.actor, detail: { list: key } } },
      );
      return { inserted, list: doc };
    },

    /** Puts a member on or takes it off. `changed` is false where it was so already. */
    async put(
      programme: string,
      list: string,
      member: ListMember['member'],
      on: boolean,
      by: ListChange,
    ): Promise<{ changed: boolean }> {
      const id = memberIdOf(programme, list, member);
      if (on) await repository.make(programme, list, by);
      else if (!(await members.get(programme, id))) return { changed: false };
      // The document is made as "off" first, so that putting on is the same change for old members and new ones.
      await members.insertOrRead({ id, programme, list, member, on: false, at: by.at, by: by.actor });
      const { answer } = await changeByStep(members, programme, id, by.key, (doc) =>
        doc.on === on
          ? { answer: { changed: false }, set: {} }
          : {
              answer: { changed: true },
              set: { on, at: by.at, by: by.actor, run: by.run },
              audit: {
                action: on ? 'list.added' : 'list.removed',
                actor: by.actor,
                subject: member,
                detail: { list, ...(by.run !== undefined && { run: by.run }) },
              },
            },
      );
      return { changed: answer['changed'] === true };
    },

    /** Who is on a list, newest first. */
    membersOf: (programme: string, list: string, query: PageQuery = {}) =>
      members.page(programme, { list, on: true }, query, { field: 'at', direction: -1 }),
    count: (programme: string, list: string) => members.count(programme, { list, on: true }),
    /** Keys of the lists that somebody is on. */
    async ofMember(programme: string, id: string): Promise<string[]> {
      const found = await members.find(programme, { memberId: id });
      return found.flatMap(({ list, on }) => (on ? [list] : [])).sort();
    },
  };
  return repository;
}

function titleOf(key: string): string {
  const words = key.replaceAll(/[._-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
