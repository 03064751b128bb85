/** Waits until it is the actor's turn; called before each thing that others may come between. */
export type Step = () => Promise<void>;

interface Place {
  done: boolean;
  go?: () => void;
}

/**
 * Lets actors go on one at a time, in the order told by their numbers; whoever has finished is passed over, and when the
 * order is used up they go on one after the other. Answers the order as it was.
 */
export async function interleave(
  order: readonly number[],
  actors: readonly ((step: Step) => Promise<void>)[],
): Promise<number[]> {
  const places: Place[] = actors.map(() => ({ done: false }));
  let changed: () => void = () => undefined;
  const failures: unknown[] = [];
  actors.forEach((act, index) => {
    const place = places[index]!;
    const step = (): Promise<void> =>
      new Promise((resolve) => {
        place.go = resolve;
        changed();
      });
    step()
      .then(() => act(step))
      .catch((error: unknown) => failures.push(error))
      .finally(() => {
        place.done = true;
        changed();
      });
  });
  const settled = async (): Promise<void> => {
    while (places.some(({ done, go }) => !done && !go)) await new Promise<void>((resolve) => (changed = resolve));
  };
  const left = [...order];
  const taken: number[] = [];
  await settled();
  while (places.some(({ done }) => !done)) {
    const next = left.shift() ?? places.findIndex(({ done }) => !done);
    if (places[next]?.done !== false) continue;
    taken.push(next);
    const { go } = places[next]!;
    delete places[next]!.go;
    go?.();
    await settled();
  }
  if (failures.length > 0) throw failures[0];
  return taken;
}

/** Every order in which actors with so many steps each can go on. */
export function* orders(steps: readonly number[]): Generator<number[]> {
  if (steps.every((count) => count === 0)) return yield [];
  for (const [index, count] of steps.entries()) {
    if (count === 0) continue;
    for (const rest of orders(steps.map((other, at) => (at === index ? other - 1 : other)))) yield [index, ...rest];
  }
}

/**
 * The same object with a step before each call of the named functions, e.g. `waits.register`, so that whoever uses it is
 * held there.
 */
export function held<T extends object>(target: T, calls: ReadonlySet<string>, step: Step, path = ''): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value: unknown = Reflect.get(object, name, receiver);
      const full = `${path}${String(name)}`;
      if (calls.has(full) && typeof value === 'function')
        return async (...args: unknown[]) => {
          await step();
          return Reflect.apply(value, object, args) as unknown;
        };
      if (value !== null && typeof value === 'object' && [...calls].some((call) => call.startsWith(`${full}.`)))
        return held(value, calls, step, `${full}.`);
      return value;
    },
  });
}
