import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFlowFile, type FlowDocument, type FlowNode } from '@sluice/flows';
import { applyEdit } from '@sluice/flows/edit/index';
import { lintFlow, renderFix, renderProblem, type LintProblem } from '@sluice/flows/lint/index';
import { catalogue } from '../src/catalogue.js';
import { library } from './lint-library.js';

const folder = new URL('../../../workflows/templates/', import.meta.url);
const flows = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file): FlowDocument[] => {
    const parsed = parseFlowFile(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return [parsed.flow];
  });

const lint = (flow: FlowDocument): LintProblem[] => lintFlow(flow, catalogue, library);
/** What a problem is, without the place in a list that other edits may shift. */
const identity = ({ code, node, port, params }: LintProblem): string =>
  JSON.stringify([code, node ?? '', port ?? '', params ?? {}]);

describe('the flows that ship, under the lint', () => {
  it.each(flows)('$key has no errors', (flow) => {
    expect(lint(flow).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

/** One thing that a careless hand may do to a flow. */
const damage = fc.oneof(
  fc.record({ what: fc.constant('edge' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('node' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('parameter' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('port' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('twice' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('nowhere' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('rename' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('swap' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('setting' as const), at: fc.nat() }),
  fc.record({ what: fc.constant('type' as const), at: fc.nat() }),
);
type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function damaged(flow: FlowDocument, { what, at }: Damage): FlowDocument {
  const edge = flow.edges[at % flow.edges.length];
  const node = flow.nodes[at % flow.nodes.length];
  if (!edge || !node) return flow;
  const others = flow.edges.filter((each) => each !== edge);
  const mapped = (change: (each: FlowNode) => FlowNode) => ({
    ...flow,
    nodes: flow.nodes.map((each) => (each === node ? change(each) : each)),
  });
  switch (what) {
    case 'edge':
      return { ...flow, edges: others };
    case 'node':
      return {
        ...flow,
        nodes: flow.nodes.filter((each) => each !== node),
        edges: flow.edges.filter(({ from, to }) => from !== node.id && to !== node.id),
      };
    case 'parameter':
      return { ...flow, parameters: flow.parameters.toSpliced(at % Math.max(1, flow.parameters.length), 1) };
    case 'port':
      return { ...flow, edges: [...others, { ...edge, port: 'sideways' }] };
    case 'twice':
      return { ...flow, edges: [...flow.edges, { ...edge, to: node.id }] };
    case 'nowhere':
      return { ...flow, edges: [...others, { ...edge, to: 'nowhere' }] };
    case 'rename':
      return JSON.parse(
        JSON.stringify(flow).replaceAll(new RegExp(`"\\$var":"${node.id}\\.`, 'g'), `"$var":"${node.id}x.`),
      ) as FlowDocument;
    case 'swap': {
      const names = flow.nodes.map(({ id }) => id);
      const text = JSON.stringify(node.config).replaceAll(
        /"\$var":"[a-z_]+\./g,
        `"$var":"${names[at % names.length] ?? ''}.`,
      );
      return mapped((each) => ({ ...each, config: JSON.parse(text) as FlowNode['config'] }));
    }
    case 'setting':
      return mapped((each) => ({ ...each, config: { ...each.config, timeout: 'soon', remind: 5 } }));
    case 'type':
      return mapped((each) => ({ ...each, type: 'magic' }));
  }
}

describe('each fix', () => {
  it('removes its problem, applies cleanly, and says what it does in both languages', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(fc.nat(), fc.array(damage, { minLength: 1, maxLength: 3 }), (pick, harm) => {
        const flow = harm.reduce(damaged, flows[pick % flows.length]!);
        const problems = lint(flow);
        for (const problem of problems) {
          for (const fix of problem.fixes) {
            const mended = lint(applyEdit(flow, fix.edit));
            const count = (list: LintProblem[]): number =>
              list.filter((each) => identity(each) === identity(problem)).length;
            seen[`${problem.code} ${fix.label.code}`] = (seen[`${problem.code} ${fix.label.code}`] ?? 0) + 1;
            if (count(mended) >= count(problems))
              throw new Error(`${fix.label.code} leaves ${identity(problem)} ${JSON.stringify(fix.edit.operations)}`);
            for (const locale of ['en', 'de'] as const) {
              expect(renderFix(fix, locale)).not.toBe(fix.label.code);
              expect(renderFix(fix, locale)).not.toMatch(/(?<!\{)\{\w+\}|undefined/);
              expect(renderProblem(problem, locale)).not.toMatch(/(?<!\{)\{\w+\}|undefined/);
            }
          }
        }
      }),
      { numRuns: 250 },
    );
    // The distribution holds what it is meant to: else the property would say nothing of it.
    for (const each of ['dead_end connect_to', 'unbound_variable use_instead', 'unreachable remove_step'])
      expect(seen[each] ?? 0).toBeGreaterThan(5);
  });
});
