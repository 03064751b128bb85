import type { RuleDraft, RuleDraftSave } from '@sluice/contracts/rule';
import type { DraftContent } from '@sluice/rules/edit/draft';
import { Problem } from '../../../lib/api.js';
import type { SaveState } from './context.js';

/** What a save needs of the world. */
export interface SaverIo {
  put(body: RuleDraftSave): Promise<RuleDraft>;
  later(run: () => void, ms: number): () => void;
  now(): Date;
}

export interface SaverState extends SaveState {
  readonly rev: number;
  /** What the server has, as far as this editor knows. */
  readonly saved: DraftContent;
  /** 409: what is stored by somebody else; null where it was discarded. */
  readonly theirs?: RuleDraft | null;
}

const AFTER_TYPING = 600;
const RETRY = 5000;

/**
 * Saves the draft a moment after each change, one request at a time, naming the revision it was made from. A refusal or an
 * outage loses nothing: the content stays here, an outage is tried again, and a conflict waits for a person.
 */
export class Saver {
  private state: SaverState;
  private wanted: DraftContent;
  private running: Promise<void> | undefined;
  private cancel: (() => void) | undefined;
  private listeners = new Set<() => void>();

  constructor(
    private readonly io: SaverIo,
    start: { readonly rev: number; readonly saved: DraftContent; readonly at?: Date },
  ) {
    const { rev, saved, at } = start;
    this.state = { state: 'saved', rev, saved, ...(at ? { at } : {}) };
    this.wanted = saved;
  }

  readonly snapshot = (): SaverState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The content as it is now; it is saved a moment later. */
  want(content: DraftContent): void {
    if (content === this.wanted) return;
    this.wanted = content;
    if (this.state.state === 'conflict') return;
    if (this.isSaved()) {
      if (!this.running) this.set({ state: 'saved' });
      return;
    }
    if (this.state.state !== 'saving') this.set({ state: 'dirty' });
    this.schedule(AFTER_TYPING);
  }

  /** Saves at once. True when the server then has what is wanted. */
  async flush(): Promise<boolean> {
    this.cancel?.();
    while (!this.isSaved() && this.state.state !== 'conflict') {
      await this.save();
      const { state } = this.state;
      if (state === 'failed' || state === 'offline') return false;
    }
    return this.isSaved();
  }

  /** A decided conflict, or a newer draft taken over: what the server has now. */
  settle(rev: number, saved: DraftContent, at?: Date): void {
    const { theirs: _, error: __, ...rest } = this.state;
    this.state = { ...rest, rev, saved, state: 'saved', ...(at ? { at } : {}) };
    this.set({});
    if (!this.isSaved()) {
      this.set({ state: 'dirty' });
      this.schedule(0);
    }
  }

  /** What was found changed on the server without a save: the same as a refused save. */
  conflict(theirs: RuleDraft | null): void {
    this.cancel?.();
    this.set({ state: 'conflict', theirs });
  }

  /** Saves nothing more; what is not saved stays in the memory of the tab. */
  stop(): void {
    this.cancel?.();
    this.listeners.clear();
  }

  isSaved(): boolean {
    return sameContent(this.wanted, this.state.saved);
  }

  private schedule(ms: number): void {
    this.cancel?.();
    this.cancel = this.io.later(() => void this.save(), ms);
  }

  private save(): Promise<void> {
    this.running ??= this.put().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async put(): Promise<void> {
    const content = this.wanted;
    if (this.isSaved() || this.state.state === 'conflict') return;
    this.set({ state: 'saving' });
    try {
      const { title, logic, cases, layout, comments } = content;
      const body = { rev: this.state.rev, title, logic, cases, layout, comments } as unknown as RuleDraftSave;
      const draft = await this.io.put(body);
      const { error: _, ...rest } = this.state;
      this.state = rest;
      this.set({ state: 'saved', rev: draft.rev, saved: content, at: this.io.now() });
      if (!this.isSaved()) {
        this.set({ state: 'dirty' });
        this.schedule(AFTER_TYPING);
      }
    } catch (error) {
      this.failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private failed(error: Error): void {
    if (!(error instanceof Problem)) return this.set({ state: 'failed', error });
    if (error.status === 409 && 'theirs' in error.body) {
      return this.set({ state: 'conflict', theirs: (error.body.theirs as RuleDraft | null | undefined) ?? null });
    }
    const outage = error.status === 0 || error.status >= 500 || error.status === 429;
    this.set({ state: error.status === 0 ? 'offline' : 'failed', error });
    if (outage) this.schedule(RETRY);
  }

  private set(change: Partial<SaverState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** Equal in all that is stored. */
export function sameContent(a: DraftContent, b: DraftContent): boolean {
  if (a === b) return true;
  return stored(a) === stored(b);
}

function stored({ title, logic, cases, layout, comments }: DraftContent): string {
  return JSON.stringify([title, logic, cases, sorted(layout), sorted(comments)]);
}

function sorted(entries: object): [string, unknown][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
