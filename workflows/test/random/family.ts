import type { RunRecord } from '@sluice/flows';
import type { Cue, Player } from './player.js';

/** What of a run's record tells of its family. */
type Told = Pick<RunRecord, 'id' | 'rev' | 'status' | 'current' | 'beside'>;

interface Does {
  start(player: Player): Promise<void>;
  tell(player: Player, cue: Cue): Promise<void>;
}

/**
 * What the store and the dispatcher do between a run and those inside of it: a run that is begun is started, one that closes
 * wakes the one that waits for it, and one that is waited for no longer is stopped.
 */
export class Family {
  /** Revision of the parent's record with which a run was begun: only what is newer tells that it was left. */
  private readonly begun = new Map<string, number>();
  private readonly told = new Set<string>();

  constructor(
    private readonly players: ReadonlyMap<string, Player>,
    private readonly does: Does,
  ) {}

  async begin(run: string, { rev }: Told): Promise<void> {
    const player = this.players.get(run);
    if (!player || this.begun.has(run)) return;
    this.begun.set(run, rev);
    await this.does.start(player);
  }

  /** Looks at what a run's record says to those inside of it and to the one around it. */
  after(record: Told): void {
    const closed = record.status === 'completed' || record.status === 'stopped';
    const positions = [...(record.current ? [record.current] : []), ...record.beside];
    const here = new Set(positions.map((position) => (position.origin ?? position).node));
    for (const [run, rev] of this.begun) {
      const { parent } = this.players.get(run)?.plan ?? {};
      if (parent?.run !== record.id || !parent.waits || record.rev <= rev) continue;
      if (closed) this.tell(run, 'exit parent_closed');
      else if (!here.has(parent.node)) this.tell(run, 'exit parent_left');
    }
    const around = this.players.get(record.id)?.plan.parent;
    if (closed && around?.waits) this.tell(around.run, `wake run:${record.id}`);
  }

  /** Where the simulated run was told it: one that had closed by itself was not. */
  private tell(run: string, name: string): void {
    const player = this.players.get(run);
    if (!player?.isTold(name) || this.told.has(`${run} ${name}`)) return;
    this.told.add(`${run} ${name}`);
    void player.turn(name).then((cue) => cue && this.does.tell(player, cue));
  }
}
