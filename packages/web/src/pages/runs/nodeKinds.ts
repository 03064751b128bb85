import type { TFunction } from 'i18next';
import type { FlowDocumentDto } from '@sluice/contracts/flow';
import type { SentenceSegment } from '@sluice/contracts/commission';
import { segments } from '../../parts/flow/segments.js';
import type { IconName } from '../../parts/icons.js';

export type Node = FlowDocumentDto['nodes'][number];
export type Params = Record<string, unknown>;

/** The parameters a run was started with, over the flow's defaults. */
export function paramsOf(document: FlowDocumentDto, vars: Record<string, unknown>): Params {
  const given = vars.params;
  const own = typeof given === 'object' && given !== null ? given : {};
  return { ...Object.fromEntries(document.parameters.map(({ key, default: value }) => [key, value])), ...own };
}

interface NodeKind {
  icon: IconName;
  /** Category of the design: its colour is on the tile and the rail only. */
  category: 'logic' | 'time' | 'people' | 'partner' | 'message' | 'referral' | 'money' | 'brand';
  /** The kind's name, for the panel. */
  word: string;
  /** The card's sentence, verb first; `**…**` marks what a person can change. `{{name}}` comes from the step's settings. */
  sentence: string;
}

/** How each node type is drawn and said; the same words as the node's own sentence, in every language of the console. */
export const nodeKinds: Record<string, NodeKind> = {
  decide: { icon: 'split', category: 'logic', word: 'Decide', sentence: 'Decide which way it goes' },
  rule: { icon: 'rule', category: 'logic', word: 'Ask a rule', sentence: 'Ask rule **{{rule}}**' },
  set: { icon: 'variable', category: 'logic', word: 'Set', sentence: 'Set values' },
  end: { icon: 'flag', category: 'logic', word: 'End', sentence: 'Stop: **{{outcome}}**' },
  wait: { icon: 'clock', category: 'time', word: 'Wait', sentence: 'Wait **{{for}}**' },
  wait_for_event: { icon: 'hourglass', category: 'time', word: 'Wait for event', sentence: 'Wait for **{{events}}**' },
  approval: { icon: 'userCheck', category: 'people', word: 'Approval', sentence: 'Ask **{{role}}** to approve' },
  task: { icon: 'task', category: 'people', word: 'Task', sentence: 'Give **{{role}}** a task: {{title}}' },
  email: { icon: 'mail', category: 'message', word: 'Email', sentence: 'Email **{{template}}**' },
  set_tier: {
    icon: 'star',
    category: 'partner',
    word: 'Set tier',
    sentence: 'Move the partner to tier **{{tier}}**',
  },
  compute_commission: {
    icon: 'calc',
    category: 'money',
    word: 'Compute commission',
    sentence: 'Compute commission by rule **{{rule}}**',
  },
  hold: {
    icon: 'hourglass',
    category: 'money',
    word: 'Hold',
    sentence: 'Hold for **{{for}}** in case the order is refunded',
  },
  release: { icon: 'gate', category: 'money', word: 'Release', sentence: 'Release the commission for payout' },
  fraud_check: {
    icon: 'shield',
    category: 'money',
    word: 'Fraud check',
    sentence: 'Check for fraud by rule **{{rule}}**',
  },
  approve_commission: {
    icon: 'check',
    category: 'money',
    word: 'Approve commission',
    sentence: 'Mark the commission **approved**',
  },
  reject_commission: {
    icon: 'ban',
    category: 'money',
    word: 'Reject commission',
    sentence: 'Reject the commission: **{{reason}}**',
  },
  claw_back: {
    icon: 'undo',
    category: 'money',
    word: 'Claw back',
    sentence: 'Bring the commission in line with what is left of the order',
  },
  open_batch: {
    icon: 'layers',
    category: 'money',
    word: 'Open batch',
    sentence: 'Put what is payable into a **payout batch**',
  },
  send_payouts: {
    icon: 'send',
    category: 'money',
    word: 'Send payouts',
    sentence: 'Pay out by **each partner’s rail**',
  },
  issue_statements: {
    icon: 'file',
    category: 'money',
    word: 'Issue statements',
    sentence: 'Issue an **itemised statement** to each partner paid',
  },
};

/** What a setting says when neither it nor its parameter has a value. */
const unset: Record<string, string> = { hold: 'the refund window' };

const unknownKind: NodeKind = { icon: 'diamond', category: 'logic', word: 'Step', sentence: '' };

export function kindOf(type: string): NodeKind {
  return nodeKinds[type] ?? { ...unknownKind, word: type.replaceAll('_', ' '), sentence: type.replaceAll('_', ' ') };
}

/** What a node's card says: its own title, else its kind's sentence with the values of its settings. */
export function sentenceOf(node: Node, t: TFunction, params: Params = {}): SentenceSegment[] {
  if (node.title) return segments(node.title);
  const { sentence, word } = kindOf(node.type);
  const values = Object.fromEntries(Object.entries(node.config).map(([name, value]) => [name, wordOf(value, params)]));
  if (node.type in unset && !values.for) values.for = t(unset[node.type] ?? '');
  const complete = [...sentence.matchAll(/{{(\w+)}}/g)].every(([, name]) => values[name ?? ''] !== undefined);
  return segments(complete ? t(sentence, values) : t(word));
}

/** The sentence as one text. */
export function titleOf(node: Node, t: TFunction, params: Params = {}): string {
  return sentenceOf(node, t, params)
    .map((segment) => segment.text)
    .join('');
}

function wordOf(value: unknown, params: Params): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((each) => wordOf(each, params) ?? '').join(', ');
  if (typeof value === 'object') {
    const name = '$param' in value ? value.$param : undefined;
    return typeof name === 'string' ? wordOf(params[name], {}) : undefined;
  }
  return durationWords(String(value)).replaceAll('_', ' ');
}

/** `P30D` → `30 days`, `PT5S` → `5 seconds`; anything else as it is. */
export function durationWords(text: string): string {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P') return text;
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];
  const words = match
    .slice(1)
    .map((count, index) => (count ? `${count} ${units[index] ?? ''}${count === '1' ? '' : 's'}` : ''))
    .filter(Boolean);
  return words.length > 0 ? words.join(' ') : text;
}
