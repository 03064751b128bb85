import type { StreamEvent } from '@sluice/contracts';

/** A change with what decides who may see it; `partner` is the partner it belongs to. */
export interface Change {
  event: StreamEvent;
  partner?: string;
}

/** Where changes are read from: the store, so that every process's changes are seen, not only this one's. */
export interface ChangeSource {
  /** The place after everything that is there now. */
  head(programme: string): Promise<string>;
  /**
   * Changes after a place, oldest first, and the place after them. `seen` is the reader's own memory of what it was told, kept
   * by the source. Throws `RangeError` for a place that cannot be read.
   */
  since(programme: string, cursor: string, seen?: Set<string>): Promise<{ changes: Change[]; cursor: string }>;
}

type Listener = (change: Change) => void;

interface Channel {
  listeners: Set<Listener>;
  cursor: string;
  seen: Set<string>;
  timer: NodeJS.Timeout;
  busy: boolean;
}

/**
 * One reader a programme for all its live streams: it polls while anybody listens and is gone with the last. Two listeners
 * cost what one costs.
 */
export function createHub(source: ChangeSource, options: { everyMs: number; onError(error: unknown): void }) {
  const channels = new Map<string, Channel>();

  async function poll(programme: string, channel: Channel): Promise<void> {
    if (channel.busy) return;
    channel.busy = true;
    try {
      const { changes, cursor } = await source.since(programme, channel.cursor, channel.seen);
      channel.cursor = cursor;
      forget(channel.seen);
      for (const change of changes) for (const listener of channel.listeners) listener(change);
    } catch (error) {
      options.onError(error);
    } finally {
      channel.busy = false;
    }
  }

  return {
    /** Listens from now on; gives the place it starts from and the way to stop. */
    async listen(programme: string, listener: Listener): Promise<{ cursor: string; stop(): void }> {
      let channel = channels.get(programme);
      if (!channel) {
        const cursor = await source.head(programme);
        channel = channels.get(programme);
        if (!channel) {
          const made: Channel = {
            listeners: new Set(),
            cursor,
            seen: new Set(),
            busy: false,
            timer: setInterval(() => void poll(programme, made), options.everyMs),
          };
          made.timer.unref();
          channels.set(programme, made);
          channel = made;
        }
      }
      const joined = channel;
      joined.listeners.add(listener);
      return {
        cursor: joined.cursor,
        stop() {
          joined.listeners.delete(listener);
          if (joined.listeners.size > 0 || channels.get(programme) !== joined) return;
          clearInterval(joined.timer);
          channels.delete(programme);
        },
      };
    },
    close(): void {
      for (const channel of channels.values()) clearInterval(channel.timer);
      channels.clear();
    },
  };
}
export type Hub = ReturnType<typeof createHub>;

/** Keeps the newest: a set gives its members in the order they came. */
function forget(seen: Set<string>, capacity = 20_000): void {
  for (const key of seen) {
    if (seen.size <= capacity) return;
    seen.delete(key);
  }
}
