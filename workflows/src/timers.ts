import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** Timers by key and name, to absolute instants; a long sleep is one timer in history. */
export class Timers {
  private readonly scopes = new Map<string, CancellationScope>();

  constructor(private readonly fired: (key: string, timer: 'until' | 'remind') => void) {}

  /** Sets a timer; one of the same name is replaced. */
  set(key: string, timer: 'until' | 'remind', at: string): void {
    const name = `${key} ${timer}`;
    this.scopes.get(name)?.cancel();
    const scope = new CancellationScope({ cancellable: true });
    this.scopes.set(name, scope);
    void scope
      .run(() => sleep(Math.max(1, Date.parse(at) - Date.now())))
      .then(
        () => {
          if (this.scopes.get(name) === scope) this.scopes.delete(name);
          this.fired(key, timer);
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  clear(key: string): void {
    for (const timer of ['until', 'remind']) this.cancel(`${key} ${timer}`);
  }

  clearAll(): void {
    for (const name of [...this.scopes.keys()]) this.cancel(name);
  }

  private cancel(name: string): void {
    const scope = this.scopes.get(name);
    this.scopes.delete(name);
    scope?.cancel();
  }
}
