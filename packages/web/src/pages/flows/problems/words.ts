import type { SentenceSegment } from '@sluice/contracts/commission';
import type { FlowDocument, FlowProblem } from '@sluice/flows';
import { renderFix, renderProblem, type LintFix } from '@sluice/flows/lint/index';
import type { TFunction } from 'i18next';
import { segments } from '../../../parts/flow/segments.js';
import { stepTitle } from '../../../parts/flow/words.js';

/** A problem in the console's language, its values as tokens; ways out are called as on the canvas. */
export function problemWords(problem: FlowProblem, language: string, t: TFunction): SentenceSegment[] {
  const { params } = problem;
  const port = params?.['port'];
  const said = typeof port === 'string' ? { ...problem, params: { ...params, port: t(port) } } : problem;
  return segments(renderProblem(said, localeOf(language)));
}

/** What a cure does; a step that it names is called by its card. */
export function fixWords({ label }: LintFix, document: FlowDocument, language: string, t: TFunction): string {
  const node = document.nodes.find(({ id }) => id === label.params['node']);
  const title = node ? shortened(stepTitle(node, t)) : (label.params['title'] ?? '');
  return renderFix({ label: { ...label, params: { ...label.params, title } } }, localeOf(language));
}

function shortened(title: string): string {
  return title.length > 44 ? `${title.slice(0, 42).trimEnd()}…` : title;
}

function localeOf(language: string): 'en' | 'de' {
  return language.startsWith('de') ? 'de' : 'en';
}
