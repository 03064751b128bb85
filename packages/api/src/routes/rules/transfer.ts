import {
  ruleFile,
  ruleKey,
  type RuleDraftSave,
  type RuleImport,
  type RuleImportReport,
  type RuleProblem,
} from '@sluice/contracts';
import { importRule, LIMITS, RULE_KIND_INFO, type RuleKind } from '@sluice/rules';
import type { z } from 'zod';
import type { Context } from '../../context.js';
import { toErrors } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { compact } from '../../present/plain.js';
import { programmeOf } from '../programme.js';
import { optionsOf, problemDto, surroundingsOf } from './assess.js';
import { beginDraft, contentOf, saveDraft } from './drafts.js';

/** The most that a rule file may be long: its logic, its cases, and what lies beside them. */
const fileBytes = 900 * 1024;

/** What is brought in, before anything is looked at closely: nothing of it is believed. */
interface Brought {
  key: string | undefined;
  title: string;
  kind: RuleKind;
  content: Pick<RuleDraftSave, 'logic' | 'cases' | 'layout' | 'comments'>;
}

/** Rules from elsewhere: a rule file or bare JSON-logic. Whatever is wrong is told; only what holds becomes a draft. */
export function transferRoutes(context: Context): Pick<Handlers, 'importRule'> {
  const { store } = context;
  return {
    async importRule({ caller, body }): Promise<RuleImportReport> {
      const brought = broughtBy(body);
      if ('problems' in brought) return { accepted: false, problems: brought.problems };
      const { title, kind, content } = brought;
      const programme = await programmeOf(context, caller.programme);
      const present = brought.key === undefined ? null : await store.rules.latest(programme.key, brought.key);
      const draft = brought.key === undefined ? null : await store.rules.draft(programme.key, brought.key);
      const base = draft ?? present;
      if (base && base.kind !== kind)
        return refusedFor('/kind', 'wrong_kind', `The rule "${base.key}" decides ${base.kind}, not ${kind}.`);
      const facts = await store.factsSchemas.forKind(programme, kind);
      const outcome = RULE_KIND_INFO[kind].shape.id;
      const { logic } = content;
      const terms = { logic, facts: { id: facts.id, version: facts.version }, outcome };
      const surroundings = await surroundingsOf(store, programme, terms, context.now());
      const read = importRule(logic, surroundings.schema, optionsOf(surroundings, brought.key));
      const problems = read.problems.map(problemDto);
      const found = read.class === undefined ? {} : { class: read.class };
      if (!read.accepted) {
        const { mended } = read;
        return compact({
          accepted: false,
          ...found,
          problems,
          mended: mended && { text: mended.text, problems: mended.problems.map(problemDto) },
        });
      }
      if (body.key === undefined || brought.key === undefined) return { accepted: true, ...found, problems };
      const { key } = brought;
      if (base) {
        await saveDraft(context, caller, key, { rev: draft?.rev ?? 0, title, ...content });
      } else {
        const made = await contentOf(context, programme.key, { kind, facts: facts.id, outcome, ...content });
        await beginDraft(context, caller, key, { title, ...made });
      }
      return { accepted: true, ...found, problems, created: key };
    },
  };
}

function broughtBy(body: RuleImport): Brought | { problems: RuleProblem[] } {
  const problem = (pointer: string, code: string, message: string) => ({ problems: [{ pointer, code, message }] });
  if (Buffer.byteLength(body.text) > fileBytes) return problem('', 'too_large', 'The file is longer than 900 KiB.');
  const file = fileIn(body.text);
  if (file && 'problems' in file) return file;
  const logic = file?.logic ?? body.text;
  if (Buffer.byteLength(logic) > LIMITS.bytes)
    return problem(
      file ? '/logic' : '',
      'too_large',
      'A rule may be 64 KiB long at most. Split it into several rules.',
    );
  const kind = body.kind ?? file?.kind ?? 'commission';
  const key = body.key ?? file?.key;
  return {
    key,
    title: body.title ?? file?.title ?? key ?? 'Imported rule',
    kind,
    content: {
      logic,
      cases: file?.cases ?? [],
      layout: file?.layout ?? {},
      comments: file?.comments ?? {},
    },
  };
}

/** What an export gives; version, hash, facts and outcome are this installation's to say. */
const broughtFile = ruleFile
  .pick({ title: true, logic: true, cases: true, layout: true, comments: true })
  .partial({ title: true, cases: true, layout: true, comments: true })
  .extend({ key: ruleKey.optional() });

type BroughtFile = z.infer<typeof broughtFile> & { kind: RuleKind };

/** The rule file that a text is; undefined where it is none, so that the text itself is taken for the logic. */
function fileIn(text: string): BroughtFile | { problems: RuleProblem[] } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('logic' in value) || !('kind' in value)) return undefined;
  const kind = value.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(RULE_KIND_INFO, kind))
    return {
      problems: [
        { pointer: '/kind', code: 'unknown_kind', message: `There is no kind of rule "${String(kind).slice(0, 40)}".` },
      ],
    };
  const parsed = broughtFile.safeParse(value);
  if (!parsed.success) return { problems: toErrors(parsed.error) };
  return { ...parsed.data, kind: kind as RuleKind };
}

function refusedFor(pointer: string, code: string, message: string): RuleImportReport {
  return { accepted: false, problems: [{ pointer, code, message }] };
}
