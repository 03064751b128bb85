/**
 * Files that take long, the longest first: begun last, one of them alone would make everybody wait. All others go by size,
 * as Jest itself orders what it has never timed.
 */
const LONG = [
  'packages/testkit/test/failpoints.test.ts',
  'workflows/test/same-trace.test.ts',
  'packages/testkit/test/flows-story.test.ts',
  'packages/testkit/test/recipes.test.ts',
  'packages/testkit/test/migration.test.ts',
  'packages/testkit/test/wakeups.test.ts',
  'packages/testkit/test/rules-story.test.ts',
  'packages/testkit/test/backtest.test.ts',
  'packages/testkit/test/story.test.ts',
  'packages/testkit/test/races.test.ts',
  'workflows/test/cut.test.ts',
  'workflows/test/killed.test.ts',
  'workflows/test/visits.test.ts',
  'packages/store/test/publishing.test.ts',
];

/** Jest's order of test files. */
export default class LongestFirst {
  sort(tests) {
    const place = ({ path }) => {
      const found = LONG.findIndex((file) => path.replaceAll('\\', '/').endsWith(file));
      return found < 0 ? LONG.length : found;
    };
    const size = ({ context, path }) => context.hasteFS?.getSize(path) ?? 0;
    return [...tests].sort((a, b) => place(a) - place(b) || size(b) - size(a));
  }

  allFailedTests(tests) {
    return tests;
  }

  shard(tests) {
    return tests;
  }

  cacheResults() {
    // The order is written down, not learnt.
  }
}
