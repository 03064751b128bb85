import { describe, expect, it } from '@jest/globals';
import { workflowBundle } from './harness.js';

describe('the workflow bundle', () => {
  it('holds the interpreter and the cores, and nothing of store, runtime, worker, API or the outside', async () => {
    const { code } = await workflowBundle();
    const modules = [...code.matchAll(/!\*\*\* (\S+) \*\*\*!/g)].map((match) => match[1]!);
    const ours = modules.filter((name) => /\/(packages|workflows)\//.test(name));
    expect(ours.some((name) => name.endsWith('packages/flows/src/interpreter/step.ts'))).toBe(true);
    expect(ours.some((name) => name.endsWith('packages/nodes/src/hold/core.ts'))).toBe(true);
    const rooms = new Set(ours.map((name) => /\/(packages\/[a-z]+|workflows)\//.exec(name)?.[1]));
    expect([...rooms].sort()).toEqual([
      'packages/domain',
      'packages/flows',
      'packages/nodes',
      'packages/rules',
      'packages/runtime',
      'workflows',
    ]);
    // Of the domain, money alone: it counts on nothing but its numbers, and writes them with words and signs of its own.
    const domain = ours.flatMap((name) => /\/packages\/domain\/src\/(.*)$/.exec(name)?.[1] ?? []);
    expect(
      domain.filter((name) => !/^(error|money|money\/(allocate|currency|decimal|format))\.ts$/.test(name)),
    ).toEqual([]);
    expect(ours.filter((name) => name.includes('/packages/runtime/'))).toEqual([
      expect.stringMatching(/runtime\/src\/names\.ts$/),
    ]);
    expect(ours.filter((name) => /\/nodes\/src\/(.*\/)?(activity|schema|form)(\.ts$|\/)/.test(name))).toEqual([]);
    expect(
      modules.filter((name) =>
        /node_modules\/(mongoose|mongodb|express|zod|pino|liquidjs|@js-temporal|@noble)\//.test(name),
      ),
    ).toEqual([]);
  });
});
