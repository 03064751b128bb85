import { movesFrom, type Prospect, type ProspectStage } from '@sluice/domain';

/** Whether a step of a flow may still move a prospect: what people have ended stays ended. */
export function prospectIsGone({ stage }: Pick<Prospect, 'stage'>, to: ProspectStage): boolean {
  return stage === 'won' || (stage === 'closed' && to !== 'closed') || (stage !== to && !movesFrom(stage).includes(to));
}
