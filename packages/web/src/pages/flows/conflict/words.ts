import type { FlowDocument } from '@sluice/flows';
import { renderFlowChange, type FlowChange } from '@sluice/flows/diff/index';
import type { FlowEdit } from '@sluice/flows/edit/index';
import type { TFunction } from 'i18next';
import { stepTitle } from '../../../parts/flow/words.js';

/** What was done, by the code of its label; `{{title}}` is the step's. */
const WORDS: Readonly<Record<string, string>> = {
  add_node: 'Added “{{title}}”',
  remove_node: 'Removed “{{title}}”',
  connect: 'Drew a path from “{{title}}”',
  disconnect: 'Removed a path of “{{title}}”',
  set_config: 'Changed {{key}} of “{{title}}”',
  set_node: 'Renamed “{{title}}”',
  move: 'Moved steps',
  layout: 'Laid it out',
  set_flow: 'Changed {{field}} of the flow',
  add_item: 'Added to {{list}}',
  remove_item: 'Removed from {{list}}',
  set_item: 'Changed {{list}}',
  paste: 'Pasted {{count}} steps',
  remove_way: 'Removed a way out of “{{title}}”',
};

/** An edit of the log as a line that a person reads. */
export function editWords({ label, operations }: FlowEdit, document: FlowDocument, t: TFunction): string {
  const { code, params } = label;
  const id = params['node'] ?? params['from'] ?? '';
  const known = document.nodes.find((node) => node.id === id);
  const gone = operations.flatMap((operation) => (operation.op === 'remove_node' ? [operation.node] : []))[0];
  const node = known ?? gone;
  const title = node ? stepTitle(node, t) : id === 'trigger' ? t('the start') : String(id);
  const words = WORDS[code] ?? (code.startsWith('fix_') ? 'Put a problem right' : 'Changed something');
  return t(words, { ...params, title });
}

/** A change in words; a step without a title of its own is called by its sentence. */
export function changeWords(
  change: FlowChange,
  documents: readonly (FlowDocument | null)[],
  t: TFunction,
  locale: 'en' | 'de',
): string {
  const titleOf = (id: string): string => {
    const node = documents.flatMap((flow) => flow?.nodes.filter((each) => each.id === id) ?? [])[0];
    return node ? stepTitle(node, t) : id;
  };
  switch (change.code) {
    case 'path': {
      const { from, to, title } = change.params;
      const ends = { from: from === null ? null : titleOf(from), to: to === null ? null : titleOf(to) };
      return renderFlowChange({ ...change, params: { ...change.params, ...ends, title: titleOf(title) } }, locale);
    }
    case 'setting':
      return renderFlowChange({ ...change, params: { ...change.params, title: titleOf(change.params.title) } }, locale);
    case 'step_added':
    case 'step_removed':
      return renderFlowChange({ ...change, params: { ...change.params, title: titleOf(change.params.title) } }, locale);
    default:
      return renderFlowChange(change, locale);
  }
}
