/**
 * Works through items, so many at a time; what is not begun stays unread. The first error stops it, once what is under way has
 * ended, and is thrown.
 */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const failed: unknown[] = [];
  const one = async (): Promise<void> => {
    while (failed.length === 0) {
      const next = await source.next();
      if (next.done === true) return;
      await work(next.value);
    }
  };
  const lanes = Array.from({ length: width }, () => one().catch((error: unknown) => void failed.push(error)));
  await Promise.all(lanes);
  if (failed.length > 0) throw failed[0];
}
