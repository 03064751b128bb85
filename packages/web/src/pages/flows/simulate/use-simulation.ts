import type { CaseRun, FlowDocument, SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { useEffect, useRef, useState } from 'react';
import type { Asked, Told } from './worker.js';

interface Simulation {
  /** The newest answer; it stays on the screen while the next one is worked out. */
  run?: CaseRun;
  /** The case that `run` is of. */
  story?: SimulationCase;
  /** Milliseconds of work. */
  took?: number;
  /** Why the flow cannot run. */
  problems?: readonly string[];
  busy: boolean;
}

/** Tells the case to the flow in a worker, again with each change; `again` repeats it. */
export function useSimulation(
  flow: FlowDocument | undefined,
  story: SimulationCase | undefined,
  library: FlowLibrary | undefined,
): Simulation & { again: () => void } {
  const [state, setState] = useState<Simulation>({ busy: true });
  const [round, setRound] = useState(0);
  const worker = useRef<Worker>(undefined);
  const asked = useRef<{ number: number; story?: SimulationCase }>({ number: 0 });
  useEffect(() => {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.current = made;
    made.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      const { number, story: of } = asked.current;
      if (data.number !== number) return;
      if ('run' in data) setState({ run: data.run, took: data.took, busy: false, ...(of ? { story: of } : {}) });
      else setState({ problems: data.problems, busy: false });
    });
    made.addEventListener('error', (event) => {
      setState({ problems: [event.message || 'The simulation could not be loaded.'], busy: false });
    });
    return () => {
      made.terminate();
      worker.current = undefined;
    };
  }, []);
  useEffect(() => {
    if (!flow || !story || !library) return;
    // Expectations are judged by the run, titles are not part of the story: both are told anew, which is cheap.
    const number = asked.current.number + 1;
    asked.current = { number, story };
    setState((before) => ({ ...before, busy: true }));
    const ask: Asked = { number, flow, story, library };
    worker.current?.postMessage(ask);
  }, [flow, story, library, round]);
  return { ...state, again: () => setRound((before) => before + 1) };
}
