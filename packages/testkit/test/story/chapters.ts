import { it } from '@jest/globals';
import type { System } from '../../src/harness/system.js';
import type { Browser, Visitor } from './browser.js';

/** Where a story plays. */
interface Place {
  system: System;
  browser: Browser;
}

/** What every story in a browser does: chapters that end with the first that fails, people who come, looks at the API. */
export function storyAt(place: () => Place, chapterMs = 240_000) {
  let failed: string | undefined;

  /** A part of the story; what comes after a part that failed is not tried. */
  function chapter(what: string, play: () => Promise<void>): void {
    it(
      what,
      async () => {
        if (failed) throw new Error(`The story has ended with "${failed}".`);
        failed = what;
        try {
          await play();
        } catch (error) {
          await place().browser.pictures('failed');
          throw error;
        }
        failed = undefined;
      },
      chapterMs,
    );
  }

  /** Somebody of the demo programme signs in. */
  async function arrive(email: string, viewport?: { width: number; height: number }): Promise<Visitor> {
    const { browser, system } = place();
    const visitor = await browser.visitor(viewport);
    const user = system.credentials.users.find((one) => one.email === email);
    await visitor.signIn(email, user!.password);
    return visitor;
  }

  async function read<T>(path: string): Promise<T> {
    const { status, body } = await place().system.api.call<T>('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  return { chapter, arrive, read };
}
