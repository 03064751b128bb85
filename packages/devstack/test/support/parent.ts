import { spawnGuarded } from '../../src/index.js';

// Prints the number of a grandchild that the guard holds, and waits to be killed.
const child = spawnGuarded('/bin/sh', ['-c', 'echo $$; exec sleep 100']);
child.onLine((line) => {
  process.stdout.write(line);
});
