import type { NodeCore } from '@sluice/flows/core';

/** Where the branches of a parallel step meet. */
export const core: NodeCore = {
  type: 'join',
  category: 'logic',
  title: 'Join',
  icon: 'arrows-join',
  sentence: (config) => ['Go on when ', { token: inWords(config['need']), field: 'need' }, ' came'],
  ports: () => [{ key: 'next', title: 'next' }],
  run(ctx) {
    const { need } = ctx.config;
    return { do: 'join', need: typeof need === 'number' ? need : need === 'any' ? 1 : 'all' };
  },
  historyCost: 0,
  money: false,
  editable: [],
  skippable: false,
};

function inWords(need: unknown): string {
  if (typeof need === 'number') return need === 1 ? '1 branch has' : `${need} branches have`;
  return need === 'any' ? 'the first branch has' : 'all branches have';
}
