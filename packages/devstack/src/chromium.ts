import { existsSync, readdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { cacheRoot } from './cache/cache.js';
import type { Log } from './log.js';
import { withLock } from './process/lock.js';
import { isExecutable, onPath } from './process/path.js';
import { run } from './process/run.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** Where Playwright unpacks Chromium, below its folder of browsers, newest revision first. */
const PLAYWRIGHT_PROGRAMS = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chrome or Chromium: PATH → Playwright's own download → Debian's package when root.
 * Throws one sentence that says how to get one.
 */
export async function chromiumPath(log: Log): Promise<string> {
  const found = onPath(...NAMES) ?? playwrightChromium();
  if (found) return found;
  if (userInfo().uid === 0 && onPath('apt-get')) {
    const waiting = (): void => {
      log('Chromium: another process is installing it, waiting');
    };
    await withLock(join(cacheRoot(), 'chromium.lock'), waiting, () => installDebianPackage(log));
    const installed = onPath(...NAMES);
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium: install Chrome or Chromium, or run `npx playwright-core install chromium`.',
  );
}

function playwrightChromium(): string | undefined {
  const root = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(root)) return undefined;
  const revisions = readdirSync(root).filter((name) => /^chromium-\d+$/.test(name));
  revisions.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  return revisions.flatMap((name) => PLAYWRIGHT_PROGRAMS.map((path) => join(root, name, path))).find(isExecutable);
}

async function installDebianPackage(log: Log): Promise<void> {
  if (onPath(...NAMES)) return;
  log("Chromium: installing Debian's package (once; about a minute)");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-q'], { timeoutMs: 120_000, env });
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      timeoutMs: 300_000,
      env,
      onProgress: (seconds) => {
        log(`Chromium: installing, ${String(seconds)} s`);
      },
    });
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
}
