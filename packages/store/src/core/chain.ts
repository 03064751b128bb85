/**
 * Finds the newest member of a chain numbered 1, 2, 3… whose members never change. Remembers the newest it has seen and looks
 * whether there is a next one, by its exact number, instead of sorting the chain each time: not every server can walk an
 * index backwards. What counts is always that the next number is not there.
 */
export class ChainHead<T extends { seq: number }> {
  private readonly known = new Map<string, T>();

  constructor(
    private readonly at: (chain: string, seq: number) => Promise<T | null>,
    private readonly newest: (chain: string) => Promise<T | null>,
    private readonly capacity = 10_000,
  ) {}

  /** The newest member, or null for an empty chain. */
  async find(chain: string): Promise<T | null> {
    let head = this.known.get(chain) ?? (await this.newest(chain));
    while (head) {
      const next: T | null = await this.at(chain, head.seq + 1);
      if (!next) break;
      head = next;
    }
    if (head) this.note(chain, head);
    return head;
  }

  /** Remembers a member that is stored. */
  note(chain: string, member: T): void {
    if ((this.known.get(chain)?.seq ?? 0) >= member.seq) return;
    this.known.delete(chain);
    this.known.set(chain, member);
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size > this.capacity) this.known.delete(oldest);
  }
}
