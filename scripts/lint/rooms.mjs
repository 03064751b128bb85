/**
 * The rooms of the repository and what each may import: the arrows of the layout, in one table.
 * A package with several entry points (nodes, connectors) has a room for each of them.
 */

/** Libraries without effects or Node built-ins: a pure room may use these and no others. */
export const PURE_LIBRARIES = [
  '@js-temporal/polyfill',
  '@noble/hashes',
  'canonicalize',
  'fastest-levenshtein',
  'ibantools',
  'ipaddr.js',
  'jsvat',
  'tldts',
  'zod',
];

const SERVER_LIBRARIES = [
  '@temporalio/activity',
  '@temporalio/client',
  '@temporalio/testing',
  '@temporalio/worker',
  'better-auth',
  'express',
  'mongodb',
  'mongoose',
  'pdfkit',
  'pino',
  'pino-http',
  'prom-client',
  'resend',
];

/** Liquid templates, without files: the one library more that rendering mail takes. */
const TEMPLATES = ['liquidjs'];

const PURE = { builtins: [], libraries: PURE_LIBRARIES };
const BROWSER = { builtins: [], notLibraries: [...SERVER_LIBRARIES, '@temporalio/workflow', '@temporalio/common'] };
const LIBRARIES_OF_OTHERS = { notLibraries: ['express', 'react', 'react-dom'] };
const CORES = ['domain', 'rules', 'flows'];

/**
 * `rooms`: rooms it may import besides itself ('*' for all). `types`: rooms it may import types from.
 * `builtins`: the Node built-ins allowed (absent: all). `libraries` / `notLibraries`: npm packages allowed / refused.
 */
export const ROOMS = {
  domain: { rooms: [], ...PURE },
  rules: { rooms: ['domain'], ...PURE },
  // Makes code of rules: neither the browser (no unsafe-eval) nor the workflow sandbox may hold it.
  'generated-rules': { rooms: ['domain', 'rules'], ...PURE },
  flows: { rooms: ['domain', 'rules'], ...PURE },
  'nodes/shared': { rooms: [...CORES, 'nodes/schema', 'nodes/core'], ...PURE },
  'nodes/schema': { rooms: [...CORES, 'nodes/shared'], ...PURE },
  'nodes/core': { rooms: [...CORES, 'nodes/shared', 'nodes/schema'], ...PURE },
  'nodes/activity': {
    rooms: [
      'store',
      'connectors/inbound',
      'connectors/outbound',
      'connectors/render',
      'connectors/statement',
      ...CORES,
      'generated-rules',
      'nodes/shared',
      'nodes/schema',
      'nodes/core',
    ],
    ...LIBRARIES_OF_OTHERS,
  },
  // What a step does in a simulated world: in the browser, on the server and in tests, so pure like the cores.
  'nodes/simulation': {
    rooms: [...CORES, 'nodes/shared', 'nodes/schema', 'nodes/core', 'connectors/render'],
    ...PURE,
  },
  'nodes/form': { rooms: ['contracts', ...CORES, 'nodes/shared', 'nodes/schema', 'nodes/core'], ...BROWSER },
  'nodes/index': { rooms: ['nodes/shared', 'nodes/schema', 'nodes/core', 'nodes/activity', 'nodes/form'] },
  contracts: {
    rooms: CORES,
    builtins: [],
    libraries: [...PURE_LIBRARIES, '@asteasolutions/zod-to-openapi', '@casl/ability'],
  },
  workflows: {
    rooms: [...CORES, 'nodes/shared', 'nodes/schema', 'nodes/core', 'runtime/names'],
    types: ['nodes/activity', 'nodes/index', 'runtime'],
    builtins: [],
    libraries: [...PURE_LIBRARIES, '@temporalio/workflow', '@temporalio/common'],
  },
  // For whoever starts runs; the bundle does not take it.
  'workflows/pack': { rooms: CORES, types: ['workflows'], builtins: ['zlib'], libraries: PURE_LIBRARIES },
  store: { rooms: CORES, ...LIBRARIES_OF_OTHERS },
  'connectors/inbound': {
    rooms: ['domain', 'contracts'],
    builtins: ['crypto', 'buffer'],
    libraries: [...PURE_LIBRARIES, 'standardwebhooks', 'stripe'],
  },
  // Mails from templates: the same bytes in the worker, in a preview and in a simulation.
  'connectors/render': { rooms: ['domain'], builtins: [], libraries: [...PURE_LIBRARIES, ...TEMPLATES] },
  // Statements as HTML, PDF and CSV: the same bytes for the API, for a mail and for whoever asks again.
  'connectors/statement': {
    rooms: ['domain'],
    builtins: ['module', 'fs'],
    libraries: [...PURE_LIBRARIES, 'pdfkit', 'fontkit', 'dejavu-fonts-ttf'],
  },
  // Files for banks and what banks answer: text in, text out, the same bytes for the same input.
  'connectors/files': { rooms: ['domain', 'rules'], builtins: [], libraries: [...PURE_LIBRARIES, 'saxes'] },
  'connectors/outbound': {
    rooms: ['domain', 'contracts', 'rules', 'connectors/inbound', 'connectors/render', 'connectors/files'],
    ...LIBRARIES_OF_OTHERS,
  },
  'connectors/index': { rooms: ['connectors/inbound', 'connectors/outbound', 'connectors/render'] },
  // Only words: the one file of runtime that the workflow bundle may hold.
  'runtime/names': { rooms: [], ...PURE },
  runtime: { rooms: [...CORES, 'runtime/names', 'workflows/pack'], ...LIBRARIES_OF_OTHERS },
  dispatcher: {
    rooms: [
      'store',
      'runtime',
      'workflows/pack',
      ...CORES,
      'generated-rules',
      'connectors/inbound',
      'connectors/outbound',
      'connectors/index',
    ],
    types: ['workflows'],
    ...LIBRARIES_OF_OTHERS,
  },
  worker: {
    rooms: [
      'workflows',
      'nodes/activity',
      'nodes/core',
      'nodes/schema',
      'nodes/shared',
      'runtime',
      'dispatcher',
      'store',
      ...CORES,
      'generated-rules',
      'connectors/inbound',
      'connectors/outbound',
      'connectors/index',
    ],
    ...LIBRARIES_OF_OTHERS,
  },
  api: {
    rooms: [
      'store',
      'contracts',
      'runtime',
      'workflows/pack',
      'connectors/inbound',
      'connectors/files',
      'connectors/render',
      'connectors/statement',
      ...CORES,
      'generated-rules',
      'nodes/shared',
      'nodes/simulation',
    ],
    notLibraries: ['react', 'react-dom'],
  },
  web: {
    rooms: [
      'contracts',
      ...CORES,
      'nodes/form',
      'nodes/shared',
      'nodes/schema',
      'nodes/simulation',
      'connectors/render',
    ],
    ...BROWSER,
  },
  devstack: { rooms: [] },
  cli: { rooms: ['*'] },
  testkit: { rooms: ['*'] },
};

const NODE_ENTRIES = {
  core: 'core',
  cores: 'core',
  schema: 'schema',
  schemas: 'schema',
  activity: 'activity',
  activities: 'activity',
  form: 'form',
  forms: 'form',
  simulate: 'simulation',
  simulation: 'simulation',
  simulations: 'simulation',
};
const CONNECTOR_ENTRIES = {
  inbound: 'inbound',
  outbound: 'outbound',
  rails: 'outbound',
  mail: 'outbound',
  statement: 'statement',
};

const FILES = /^((rails\/(files|sepa|nacha|csv|payoneer)|bank)\/|ofac\/(sdn|country)\.)/;

/** The part of the mail connector that makes text of templates; the rest of it sends. */
const RENDER = /^mail\/(render|text|check|filters|layout|locale)(\.|$)/;

function entry(path, entries, otherwise) {
  const words = path.split(/[/.]/);
  const found = words.find((word) => Object.hasOwn(entries, word));
  return found === undefined ? otherwise : entries[found];
}

/**
 * The room a source file belongs to, by its path from the repository root (with forward slashes);
 * undefined for files outside every room, such as tests and scripts, which no arrow binds.
 */
export function roomOf(path) {
  if (/^workflows\/src\/pack(\.|$)/.test(path)) return 'workflows/pack';
  if (/^workflows\/src(\/|$)/.test(path)) return 'workflows';
  const match = /^packages\/([^/]+)\/src(?:\/(.*))?$/.exec(path);
  if (!match) return undefined;
  const [, name, inside = 'index.ts'] = match;
  const isIndex = /^(index(\.[a-z]+)?)?$/.test(inside);
  if (name === 'rules' && /^generate(\/|$)/.test(inside)) return 'generated-rules';
  if (name === 'nodes') return `nodes/${isIndex ? 'index' : entry(inside, NODE_ENTRIES, 'shared')}`;
  if (name === 'connectors' && RENDER.test(inside)) return 'connectors/render';
  if (name === 'connectors' && FILES.test(inside)) return 'connectors/files';
  if (name === 'connectors') return `connectors/${isIndex ? 'index' : entry(inside, CONNECTOR_ENTRIES, 'inbound')}`;
  if (name === 'runtime' && /^names(\.|$)/.test(inside)) return 'runtime/names';
  return name;
}
