import type { MessageId, TaskId } from '@sluice/domain';
import type { AuditEntryDto, MessageRow, TaskRow } from '@sluice/contracts';
import type { AuditEntry, Message, Task } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { auditText } from '../present/words.js';
import { actorOf } from './users.js';

type RestRoutes = 'listMessages' | 'getMessage' | 'listTasks' | 'completeTask' | 'listAudit';

/** The outbox, tasks and the audit log. */
export function restRoutes(context: Context): Pick<Handlers, RestRoutes> {
  const { store } = context;
  return {
    async listMessages({ caller, query }) {
      return shown(await store.messages.list(caller.programme, compact(query)), messageRow);
    },

    async getMessage({ caller, params }) {
      const message = await store.messages.get(caller.programme, params.id as MessageId);
      if (!message) throw new Refusal('not_found');
      return {
        ...messageRow(message),
        ...compact({ html: message.html, text: message.text, run: message.run, attachments: message.attachments }),
      };
    },

    async listTasks({ caller, query }) {
      return shown(await store.tasks.list(caller.programme, compact(query)), (task) => taskRow(task, context.now()));
    },

    async completeTask({ caller, params, body }) {
      const before = await store.tasks.get(caller.programme, params.id as TaskId);
      if (!before) throw new Refusal('not_found');
      if (before.state !== 'open') throw new Refusal('conflict', { detail: 'This task is closed already.' });
      const task = await store.tasks.complete(
        caller.programme,
        before.id,
        { by: caller.id, at: context.now(), ...compact(body) },
        { audit: { action: 'task.completed', actor: actorOf(caller), detail: { title: before.title } } },
      );
      if (task.run !== undefined) await context.runs.wake(task.run, `task:${task.id}`);
      return taskRow(task, context.now());
    },

    async listAudit({ caller, query, locale }) {
      return shown(await store.audit.list(caller.programme, compact(query)), (entry) => auditDto(entry, locale));
    },
  };
}

function messageRow(message: Message): MessageRow {
  return compact({
    id: message.id,
    channel: message.channel,
    template: message.template,
    to: message.to,
    subjectLine: message.subjectLine ?? '',
    state: message.state,
    provider: message.provider,
    partner: message.partner,
    about: message.about,
    createdAt: at(message.createdAt),
    sentAt: message.sentAt && at(message.sentAt),
    attempts: message.attempts,
    error: message.error?.message,
  });
}

function taskRow(task: Task, now: Date): TaskRow {
  return compact({
    id: task.id,
    title: task.title,
    detail: task.detail,
    subject: task.subject && compact({ kind: task.subject.kind, id: task.subject.id, title: task.subject.title }),
    assignee: task.assignee,
    role: task.role,
    run: task.run,
    state: task.state,
    dueAt: task.dueAt && at(task.dueAt),
    late: task.state === 'open' && task.dueAt !== undefined && task.dueAt < now,
    createdAt: at(task.createdAt),
    doneAt: task.doneAt && at(task.doneAt),
    doneBy: task.doneBy,
  });
}

function auditDto(entry: AuditEntry, locale: 'en' | 'de'): AuditEntryDto {
  return {
    id: entry.id,
    seq: entry.seq,
    at: at(entry.at),
    actor: compact({ id: entry.actor.id, name: entry.actor.name }),
    action: entry.action,
    text: auditText(entry, locale),
    subject: entry.subject,
    detail: entry.detail,
    hash: entry.hash,
    previous: entry.prevHash,
  };
}
