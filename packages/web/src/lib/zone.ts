import { createContext, useContext } from 'react';

/** The programme's IANA zone; times are shown in the viewer's, with this one on hover. */
export const ZoneContext = createContext<string | undefined>(undefined);

export function useZone(): string | undefined {
  return useContext(ZoneContext);
}
