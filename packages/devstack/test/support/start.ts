import { start } from '../../src/start/index.js';

// `npm start` for the repository named by the first argument.
try {
  await start(process.argv[2] ?? '');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
