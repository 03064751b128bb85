/**
 * Three Jest projects, so that a run pays only for what it needs:
 * `pure` needs nothing, `tools` starts what it tests itself, `servers` shares one database and one Temporal
 * (found, downloaded or built by packages/devstack) for the whole run.
 */

const PURE = ['packages/domain', 'packages/rules', 'packages/flows', 'packages/contracts', 'packages/nodes'];
const TOOLS = ['packages/devstack'];
const SERVERS = [
  'packages/api',
  'packages/cli',
  'packages/connectors',
  'packages/dispatcher',
  'packages/runtime',
  'packages/store',
  'packages/testkit',
  'packages/web',
  'packages/worker',
  'workflows',
];

const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'es6' },
  },
];

/** @returns {import('jest').Config} */
function project(displayName, folders, more = {}) {
  return {
    displayName,
    rootDir: import.meta.dirname,
    roots: ['<rootDir>/packages', '<rootDir>/workflows'],
    testMatch: folders.map((folder) => `<rootDir>/${folder}/test/**/*.test.{ts,tsx}`),
    testEnvironment: 'node',
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: { '\\.tsx$': swc(true), '\\.ts$': swc(false) },
    // Workspaces resolve through node_modules links to their real TypeScript sources, which are not ignored here.
    transformIgnorePatterns: ['/node_modules/'],
    modulePathIgnorePatterns: ['/dist/', '/\\.sluice/'],
    ...more,
  };
}

/** @type {import('jest').Config} */
export default {
  maxWorkers: 2,
  testSequencer: '<rootDir>/scripts/lib/longest-first.mjs',
  testTimeout: 60_000,
  projects: [
    project('pure', PURE),
    project('tools', TOOLS),
    project('servers', SERVERS, {
      globalSetup: '<rootDir>/packages/devstack/src/jest/global-setup.mjs',
      globalTeardown: '<rootDir>/packages/devstack/src/jest/global-teardown.mjs',
    }),
  ],
};
