/**
 * Holds whoever comes to one named place until it is opened: given to a second store as its `failpoint`, it lets another
 * process go first at exactly the moment between reading and writing.
 */
export class Gate {
  /** Resolves when somebody stands at the place. */
  readonly reached: Promise<void>;
  /** Lets everybody through from now on. */
  readonly open: () => void;
  private readonly opened: Promise<void>;
  private arrive: () => void = () => undefined;

  constructor(private readonly place: string) {
    this.reached = new Promise((resolve) => (this.arrive = resolve));
    let open = (): void => undefined;
    this.opened = new Promise((resolve) => (open = resolve));
    this.open = open;
  }

  /** What the store calls at each of its places. */
  readonly failpoint = async (name: string): Promise<void> => {
    if (name !== this.place) return;
    this.arrive();
    await this.opened;
  };
}
