import { Problem } from './api.js';

/** What a save needs of the world. */
export interface SaverIo<Content, Stored> {
  /** Stores the content over the revision that it was made from. */
  put(content: Content, rev: number): Promise<Stored>;
  later(run: () => void, ms: number): () => void;
  now(): Date;
}

export interface SaverState<Content, Stored> {
  readonly state: 'saved' | 'saving' | 'dirty' | 'conflict' | 'failed' | 'offline';
  readonly at?: Date;
  readonly error?: Error;
  readonly rev: number;
  /** What the server has, as far as this editor knows. */
  readonly saved: Content;
  /** 409: what is stored by somebody else; null where it was discarded. */
  readonly theirs?: Stored | null;
}

const AFTER_TYPING = 600;
const RETRY = 5000;

/**
 * Saves a draft a moment after each change, one request at a time, naming the revision it was made from. A refusal or an
 * outage loses nothing: the content stays here, an outage is tried again, and a conflict waits for a person.
 */
export class DraftSaver<Content, Stored extends { readonly rev: number }> {
  private state: SaverState<Content, Stored>;
  private wanted: Content;
  private running: Promise<void> | undefined;
  private cancel: (() => void) | undefined;
  private listeners = new Set<() => void>();

  constructor(
    private readonly io: SaverIo<Content, Stored>,
    start: { readonly rev: number; readonly saved: Content; readonly at?: Date },
    private readonly same: (a: Content, b: Content) => boolean,
  ) {
    const { rev, saved, at } = start;
    this.state = { state: 'saved', rev, saved, ...(at ? { at } : {}) };
    this.wanted = saved;
  }

  readonly snapshot = (): SaverState<Content, Stored> => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The content as it is now; it is saved a moment later. */
  want(content: Content): void {
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
  settle(rev: number, saved: Content, at?: Date): void {
    const { theirs: _, error: __, ...rest } = this.state;
    this.state = { ...rest, rev, saved, state: 'saved', ...(at ? { at } : {}) };
    this.set({});
    if (!this.isSaved()) {
      this.set({ state: 'dirty' });
      this.schedule(0);
    }
  }

  /** What was found changed on the server without a save: the same as a refused save. */
  conflict(theirs: Stored | null): void {
    this.cancel?.();
    this.set({ state: 'conflict', theirs });
  }

  /** Saves nothing more; what is not saved stays in the memory of the tab. */
  stop(): void {
    this.cancel?.();
    this.listeners.clear();
  }

  isSaved(): boolean {
    return this.same(this.wanted, this.state.saved);
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
      const draft = await this.io.put(content, this.state.rev);
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
      return this.set({ state: 'conflict', theirs: (error.body.theirs as Stored | null | undefined) ?? null });
    }
    const outage = error.status === 0 || error.status >= 500 || error.status === 429;
    this.set({ state: error.status === 0 ? 'offline' : 'failed', error });
    if (outage) this.schedule(RETRY);
  }

  private set(change: Partial<SaverState<Content, Stored>>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** Timers and clock of the browser. */
export const browserTime = {
  later: (run: () => void, ms: number) => {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  },
  now: () => new Date(),
};

/**
 * Sends each change of a draft to its saver and keeps it in the memory of the tab, until the answered function is called:
 * then what is not saved yet is sent.
 */
export function keepDraft<Content, Stored extends { readonly rev: number }>(
  saver: DraftSaver<Content, Stored>,
  draft: { subscribe(listener: () => void): () => void; content(): Content; keep(): void },
): () => void {
  let content = draft.content();
  saver.want(content);
  const changed = draft.subscribe(() => {
    const now = draft.content();
    if (now === content) return;
    content = now;
    saver.want(content);
    draft.keep();
  });
  const stored = saver.subscribe(() => draft.keep());
  const leaving = (event: BeforeUnloadEvent) => {
    draft.keep();
    if (!saver.isSaved()) event.preventDefault();
  };
  const online = () => void saver.flush();
  window.addEventListener('beforeunload', leaving);
  window.addEventListener('online', online);
  return () => {
    changed();
    stored();
    window.removeEventListener('beforeunload', leaving);
    window.removeEventListener('online', online);
    void saver.flush();
  };
}
