import { z } from 'zod';

const schema = z.object({
  MONGODB_URI: z.string().min(1, 'is needed, e.g. mongodb://127.0.0.1:27017/sluice'),
  MONGODB_KIND: z.string().default('external'),
  TEMPORAL_ADDRESS: z.string().min(1, 'is needed, e.g. 127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  SLUICE_TASK_QUEUE_PREFIX: z.string().default(''),
  SLUICE_DATA_DIR: z.string().default('.sluice'),
  SLUICE_SECRETS_FILE: z.string().optional(),
  SLUICE_RAIL_URL: z.string().optional(),
  SLUICE_RAIL_KEY_LIFE_MS: z.coerce.number().int().min(0).optional(),
  SLUICE_SLACK_URL: z.string().optional(),
  SLUICE_CALL_LOOPBACK: z.stringbool().default(false),
  SLUICE_BASE_URL: z.string().default('http://localhost:3000'),
  SLUICE_WORKFLOW_BUNDLE: z.string().optional(),
  SLUICE_BUILD: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'is letters, digits, dots and dashes')
    .optional(),
  SLUICE_MAIL_PER_SECOND: z.coerce.number().positive().default(2),
  SLUICE_WEB_ROOT: z.string().optional(),
  SLUICE_MAIL_FROM: z.string().default('Sluice <partners@sluice.example>'),
  SLUICE_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SLUICE_PROXIES: z.coerce.number().int().min(0).default(0),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: z.string().optional(),
});

/** The settings of a process, from its environment. */
export interface Config {
  mongodbUri: string;
  /** The database's name, from the URI's path; `sluice` where it has none. */
  database: string;
  mongodbKind: string;
  temporalAddress: string;
  temporalNamespace: string;
  taskQueuePrefix: string;
  dataDir: string;
  secretsFile: string | undefined;
  railUrl: string | undefined;
  /** How long the sandbox rail is taken to remember a key, in milliseconds; a day where it is not set. */
  railKeyLifeMs: number | undefined;
  /** Slack's API elsewhere, for trials. */
  slackUrl: string | undefined;
  /** Steps of flows may call this machine itself: for trials and tests only. */
  callLoopback: boolean;
  /** Where people open the console, without a slash at the end. */
  baseUrl: string;
  workflowBundle: string | undefined;
  /** Name of this build where a cluster keeps several at once: a run then stays with the build that it began on. */
  build: string | undefined;
  /** What the mail provider takes in a second, over all workers. */
  mailPerSecond: number;
  webRoot: string | undefined;
  mailFrom: string;
  logLevel: string;
  proxies: number;
  port: number;
  resendApiKey: string | undefined;
  /** Another address than Resend's own: a mail catcher. */
  resendBaseUrl: string | undefined;
}

/** Every setting by its name, and those without which no process starts. */
export const settings: { names: string[]; required: string[] } = {
  names: Object.keys(schema.shape),
  required: (schema.safeParse({}).error?.issues ?? []).map(({ path }) => String(path[0])),
};

/** Reads the settings from an environment; throws one sentence that names each setting that is missing or wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new Error(`The environment is not right: ${wrong.join('; ')}.`);
  }
  const value = parsed.data;
  return {
    mongodbUri: value.MONGODB_URI,
    database: databaseOf(value.MONGODB_URI),
    mongodbKind: value.MONGODB_KIND,
    temporalAddress: value.TEMPORAL_ADDRESS,
    temporalNamespace: value.TEMPORAL_NAMESPACE,
    taskQueuePrefix: value.SLUICE_TASK_QUEUE_PREFIX,
    dataDir: value.SLUICE_DATA_DIR,
    secretsFile: value.SLUICE_SECRETS_FILE,
    railUrl: value.SLUICE_RAIL_URL,
    railKeyLifeMs: value.SLUICE_RAIL_KEY_LIFE_MS,
    slackUrl: value.SLUICE_SLACK_URL,
    callLoopback: value.SLUICE_CALL_LOOPBACK,
    baseUrl: value.SLUICE_BASE_URL.replace(/\/+$/, ''),
    workflowBundle: value.SLUICE_WORKFLOW_BUNDLE,
    build: value.SLUICE_BUILD,
    mailPerSecond: value.SLUICE_MAIL_PER_SECOND,
    webRoot: value.SLUICE_WEB_ROOT,
    mailFrom: value.SLUICE_MAIL_FROM,
    logLevel: value.SLUICE_LOG,
    proxies: value.SLUICE_PROXIES,
    port: value.PORT,
    resendApiKey: value.RESEND_API_KEY,
    resendBaseUrl: value.RESEND_BASE_URL,
  };
}

function databaseOf(uri: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(uri)?.[1];
  return path ? decodeURIComponent(path) : 'sluice';
}
