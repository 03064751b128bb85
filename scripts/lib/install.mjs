import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NEEDED = [20, 19];
const STAMP = join('node_modules', '.sluice-installed');
const INSTALL_MS = 10 * 60_000;

/** Ends the process with one sentence. */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Checks Node's version and installs the dependencies when they are missing or other than package-lock.json says. */
export function ensureInstalled(root) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    giveUp(`Sluice needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (isInstalled(root, wanted)) return;
  process.stdout.write('Installing dependencies (npm ci) …\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: INSTALL_MS,
    shell: process.platform === 'win32',
  });
  if (status !== 0) giveUp(`npm ci failed (${error?.message ?? `exit code ${status}`}); the lines above say why.`);
  writeFileSync(join(root, STAMP), wanted);
}

function isInstalled(root, wanted) {
  const stamp = join(root, STAMP);
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted;
  // Installed by hand: npm leaves its own copy of the lock file behind, newer than the one it read.
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs)
    return false;
  writeFileSync(stamp, wanted);
  return true;
}
