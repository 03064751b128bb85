import type { FlowDocument, FlowProblem } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { checkTemplate } from '@sluice/nodes/simulation/template-check';

/**
 * What is wrong with the mails themselves that a flow sends: a run that comes to one which cannot be rendered parks. A
 * variable that nobody gives may stand where it is never printed, so that it only warns.
 */
export function mailProblems(flow: FlowDocument, { templates }: Pick<FlowLibrary, 'templates'>): FlowProblem[] {
  return flow.nodes.flatMap((node, index) =>
    (catalogue[node.type]?.core.mails?.(node.config) ?? []).flatMap(({ field, gives }) => {
      const key = node.config[field];
      const template = typeof key === 'string' ? templates[key]?.content : undefined;
      if (!template || typeof key !== 'string') return [];
      return checkTemplate(template, [...template.variables, ...gives]).map(({ code, pointer, line, message }) => {
        const [, , language = '', part = ''] = pointer.split('/');
        const place = [language, part, ...(line === undefined ? [] : [line])].join(':');
        return {
          severity: code === 'unknown_variable' ? ('warning' as const) : ('error' as const),
          pointer: `/nodes/${index}/config/${field}`,
          code: `mail_${code}`,
          message: `The mail “${key}” (${place}): ${message}`,
          node: node.id,
        };
      });
    }),
  );
}
