import type { FlowDocument } from '@sluice/flows';
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
