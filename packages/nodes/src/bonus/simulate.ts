import { bonusAnswer, bonusOf } from '../decisions/bonus.js';
import { bookBonus } from '../simulation/bonus.js';
import { partnerOf } from '../simulation/partner.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'bonus',
  run: (world, ctx) =>
    bonusAnswer('next', bookBonus(world, ctx, bonusOf(ctx, partnerOf(world, ctx), new Date(world.now())))),
};
