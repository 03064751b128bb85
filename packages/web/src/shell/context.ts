import type { ProgrammeDto } from '@sluice/contracts/programme';
import { createContext, useContext } from 'react';

export interface Shell {
  programme: ProgrammeDto | undefined;
  waitingCount: number;
  /** Live updates are coming in. */
  connected: boolean;
  openPalette: () => void;
  openKeys: () => void;
}

/** What pages need of the frame around them. */
export const ShellContext = createContext<Shell>({
  programme: undefined,
  waitingCount: 0,
  connected: false,
  openPalette: () => undefined,
  openKeys: () => undefined,
});

export function useShell(): Shell {
  return useContext(ShellContext);
}
