import type { ActivityDeps } from './deps.js';

/** So many payouts go by one reading of the switches. */
const asksPerReading = 64;

/** Says whether a rail is switched off, reading again from time to time: one that is switched off in the middle is soon left alone. */
export function railSwitches({ store }: ActivityDeps, programme: string): (rail: string) => Promise<boolean> {
  let asked = 0;
  let off: Promise<ReadonlySet<string>> | undefined;
  return async (rail) => {
    if (off === undefined || asked % asksPerReading === 0) off = store.rails.off(programme);
    asked += 1;
    return (await off).has(rail);
  };
}
