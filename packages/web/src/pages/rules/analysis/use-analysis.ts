import type { Analysis } from '@sluice/rules/analysis/types';
import type { RuleCase } from '@sluice/rules/document';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import type { OutcomeShape } from '@sluice/rules/outcome/shape';
import { useEffect, useRef, useState } from 'react';
import type { LibraryData } from '../editor/use-library.js';

/** What the worker is asked; `id` counts up, so that an answer to an older text is told from the newest. */
export interface AnalysisRequest {
  readonly id: number;
  readonly text: string;
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly cases: readonly RuleCase[];
  /** The published rules it uses, and its own key. */
  readonly library: LibraryData;
  readonly key: string;
}

export type AnalysisAnswer =
  { readonly id: number; readonly analysis: Analysis } | { readonly id: number; readonly failed: string };

/** A text that is analysed for longer than this is given up: the worker is ended and a new one started for the next. */
const PATIENCE = 15_000;

/**
 * The newest finished analysis of the rule, made beside the page so that typing is never held up. At most one request is on
 * its way; of what comes meanwhile only the newest is asked next.
 */
export function useAnalysis(
  text: string,
  schema: FactsSchema,
  shape: OutcomeShape,
  cases: readonly RuleCase[],
  library: LibraryData,
  key: string,
): { analysis: Analysis | null; analysing: boolean } {
  const [analysis, setAnalysis] = useState<Analysis | null>(null);
  const [analysing, setAnalysing] = useState(false);
  const desk = useRef<Desk>(null);
  useEffect(() => {
    const own = new Desk(setAnalysis, setAnalysing);
    desk.current = own;
    return () => own.close();
  }, []);
  useEffect(
    () => desk.current?.ask({ text, schema, shape, cases, library, key }),
    [text, schema, shape, cases, library, key],
  );
  return { analysis, analysing };
}

class Desk {
  private worker: Worker | undefined;
  private id = 0;
  private running = false;
  private next: Omit<AnalysisRequest, 'id'> | undefined;
  private timer: number | undefined;

  constructor(
    private readonly done: (analysis: Analysis) => void,
    private readonly busy: (busy: boolean) => void,
  ) {}

  ask(request: Omit<AnalysisRequest, 'id'>): void {
    this.next = request;
    this.busy(true);
    if (!this.running) this.send();
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = undefined;
    this.next = undefined;
  }

  private send(): void {
    const { next } = this;
    if (!next) return this.busy(false);
    this.next = undefined;
    this.running = true;
    this.worker ??= this.hire();
    this.worker.postMessage({ ...next, id: ++this.id } satisfies AnalysisRequest);
    this.timer = window.setTimeout(() => this.restart(), PATIENCE);
  }

  private hire(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<AnalysisAnswer>) => {
      if (data.id !== this.id) return;
      if ('analysis' in data) this.done(data.analysis);
      this.finish();
    };
    worker.onerror = () => this.restart();
    return worker;
  }

  private restart(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.finish();
  }

  private finish(): void {
    window.clearTimeout(this.timer);
    this.running = false;
    this.send();
  }
}
