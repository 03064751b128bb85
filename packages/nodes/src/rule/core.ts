import type { NodeCore } from '@sluice/flows';
import { isObject, shown, text } from '../read.js';

/** Calls a published rule, pinned inline, and keeps its outcome in a variable. */
export const core: NodeCore = {
  type: 'rule',
  category: 'logic',
  title: 'Call a rule',
  icon: 'list-check',
  sentence: (config) => [
    'Call rule ',
    { token: shown(config, 'rule'), field: 'rule' },
    ' and keep ',
    { token: shown(config, 'into'), field: 'into' },
  ],
  ports: () => [{ key: 'next', title: 'next' }],
  run(ctx) {
    const facts = ctx.config['facts'];
    const outcome = ctx.rule(text(ctx.config, 'rule') ?? '', isObject(facts) ? facts : {});
    return { do: 'goto', port: 'next', set: { [text(ctx.config, 'into') ?? 'outcome']: outcome }, output: { outcome } };
  },
  historyCost: 0,
  money: false,
  editable: ['facts'],
  skippable: true,
  uses: (config) => ({ inline: [text(config, 'rule') ?? ''].filter((rule) => rule !== '') }),
  sets: (config) => [text(config, 'into') ?? 'outcome'],
};
