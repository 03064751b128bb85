import type { Finding } from '@sluice/rules/analysis/types';
import type { RuleEditor } from '../editor/context.js';

/** Something that keeps the draft from being published, and how to get there. */
export interface Block {
  readonly text: string;
  readonly finding?: Finding;
  go(): void;
}

/** What blocks as far as this page can tell; the server looks again. */
export function blocksOf(editor: RuleEditor, words: (finding: Finding) => string): readonly Block[] {
  return (editor.analysis?.findings ?? [])
    .filter(({ blocks }) => blocks)
    .map((finding) => ({ text: words(finding), finding, go: () => goTo(editor, finding) }));
}

function goTo(editor: RuleEditor, finding: Finding): void {
  if (finding.code === 'syntax') editor.showView('json');
  if (finding.code === 'red_case') {
    editor.showDock('cases');
    const id = finding.params['id'] ?? finding.params['case'];
    if (typeof id === 'string') editor.evaluate(id);
  } else editor.showDock('problems');
  editor.select(finding.pointer);
}

/** The place of a refusal of the server: `/logic/…` is a node, `/cases/2` a case. */
export function goToPointer(editor: RuleEditor, pointer: string): void {
  const [, part = '', at = ''] = pointer.split('/');
  if (part === 'cases') {
    editor.showDock('cases');
    editor.evaluate(editor.cases[Number(at)]?.id ?? null);
  } else if (part === 'logic') editor.select(pointer.slice('/logic'.length));
}
