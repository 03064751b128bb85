/**
 * Files that take long, the longest first: begun last, one of them alone would make everybody wait. All others go by size,
 * as Jest itself orders what it has never timed.
 *
 * Who runs beside whom counts as well. The failpoints start processes again and again and take what cores there are: beside
 * them goes what waits patiently. A thousand random flows at once need a server that is not kept waiting: beside them go
 * tests that only reckon.
 */
const LONG = [
  'packages/testkit/test/failpoints.test.ts',
  'packages/testkit/test/rails/failpoints.test.ts',
  'packages/testkit/test/migration.test.ts',
  'packages/testkit/test/backtest.test.ts',
  'workflows/test/same-trace.test.ts',
  'packages/flows/test/properties.test.ts',
  'packages/rules/test/agreement/portable.test.ts',
  'packages/rules/test/agreement/decimal.test.ts',
  'packages/rules/test/agreement/extended.test.ts',
  'packages/testkit/test/flows-story.test.ts',
  'packages/web/test/pages.test.ts',
  'packages/testkit/test/rules-story.test.ts',
  'workflows/test/killed.test.ts',
  'packages/testkit/test/recipes.test.ts',
  'packages/testkit/test/story.test.ts',
  'packages/testkit/test/finance-story.test.ts',
  'packages/testkit/test/races.test.ts',
  'packages/testkit/test/simulate-page.test.ts',
  'packages/testkit/test/flow-canvas-frames.test.ts',
  'packages/api/test/access.test.ts',
  'packages/web/test/explanations.test.ts',
  'packages/cli/test/rule.test.ts',
  'packages/testkit/test/simulated.test.ts',
  'packages/testkit/test/recipes-beside.test.ts',
  'packages/testkit/test/edge-cases/histories.test.ts',
  'packages/testkit/test/wakeups.test.ts',
  'packages/store/test/relay.test.ts',
  'workflows/test/driver.test.ts',
  'workflows/test/cut.test.ts',
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
