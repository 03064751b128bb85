import { sendDue, type OutboxDeps } from '@sluice/nodes/activity/outbox';

/** Looks for due mails again and again until it is stopped. */
export function startOutbox(deps: OutboxDeps, everyMs = 1_000): { stop: () => Promise<void> } {
  let stopped = false;
  let wakeUp: () => void = () => undefined;
  const running = (async () => {
    while (!stopped) {
      await sendDue(deps).catch((error: unknown) => deps.log('Mails that are due could not be sent.', error));
      if (!stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, everyMs);
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wakeUp();
      await running;
    },
  };
}
