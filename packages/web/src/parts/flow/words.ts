import type { SentenceSegment } from '@sluice/contracts/commission';
import type { FlowNode, SentencePart } from '@sluice/flows';
import type { TFunction } from 'i18next';
import { coreOf } from './core.js';
import { segments } from './segments.js';

/** What a step's card says: its own title, else the sentence of its kind with the values of its settings. */
export function cardWords(node: FlowNode, t: TFunction): SentenceSegment[] {
  if (node.title) return segments(node.title);
  return sentenceWords(coreOf(node.type)?.sentence(node.config) ?? [node.type.replaceAll('_', ' ')], t);
}

/** The card's words as one text. */
export function stepTitle(node: FlowNode, t: TFunction): string {
  return cardWords(node, t)
    .map(({ text }) => text)
    .join('');
}

/** A sentence in the console's language: `Ask **{{role}}** to approve` is what is translated. */
export function sentenceWords(parts: readonly SentencePart[], t: TFunction): SentenceSegment[] {
  const values: Record<string, string> = {};
  const key = parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const field = part.field ?? 'value';
      const name = field in values ? `${field}${String(Object.keys(values).length + 1)}` : field;
      values[name] = part.token.replaceAll('**', '');
      return `**{{${name}}}**`;
    })
    .join('');
  return segments(t(key, values)).map(({ text, value }) => ({ text: text.replace(/ {2,}/g, ' '), value }));
}

/** What a way out is called on the canvas; nothing where it is the only one and goes without saying. */
export function portWords(node: FlowNode | undefined, port: string, t: TFunction): string {
  if (port === 'on_error') return t('on error');
  const ports = node ? (coreOf(node.type)?.ports(node.config) ?? []) : [];
  const title = ports.find(({ key }) => key === port)?.title ?? port.replaceAll('_', ' ');
  if (port === 'next' && ports.length <= 1) return '';
  return t(title);
}
