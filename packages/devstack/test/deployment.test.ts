import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { loadConfig, settings } from '@sluice/runtime/config';
import { loadSecrets } from '@sluice/runtime/secrets';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { disable?: boolean };
  deploy?: { replicas?: number };
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const { services } = compose;
const ours = Object.entries(services).filter(([, { build: from }]) => from !== undefined);
const dockerfile = read('Dockerfile');
const manual = read('docs/operations.md');

/** What a container gets: the image's own settings, then the service's; `${NAME:-default}` as with an `.env` of the passwords alone. */
function environmentOf(service: Service): Record<string, string> {
  const image = [...dockerfile.matchAll(/(?:^ENV|^ {4})\s*([A-Z_]+)=(\S+)/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  const given = Object.entries(service.environment ?? {}).map(([name, value]) => [
    name,
    String(value).replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, _name, how, rest) =>
      how === '-' ? rest : 'secret',
    ),
  ]);
  return Object.fromEntries([...image, ...given]) as Record<string, string>;
}

/** The files of a package's sources that are TypeScript. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => read(join(folder, name)));
}

/** Every name that code asks the environment for, in whichever way it does. */
const asked = new Set([
  ...settings.names,
  ...['api', 'cli', 'devstack', 'dispatcher', 'runtime', 'worker', 'store', 'connectors', 'nodes']
    .flatMap((name) => sources(`packages/${name}/src`))
    .concat(sources('packages/testkit/src/mail-server'), sources('packages/testkit/src/sandbox-rail'))
    .flatMap((text) =>
      [...text.matchAll(/\benv(?:\.|\[')([A-Z][A-Z0-9_]+)\b|'((?:SLUICE|MONGODB|TEMPORAL)_[A-Z_]+)'/g)].map(
        ([, name, other = '']) => name ?? other,
      ),
    ),
]);
/** Those of the machine, of tools, and of tests. */
const notOurs = /^(PATH|NODE_ENV|NODE_OPTIONS|PLAYWRIGHT_BROWSERS_PATH|DEBIAN_FRONTEND|SLUICE_TEST_.*|SLUICE_READY)$/;
const known = [...asked].filter((name) => !notOurs.test(name));

/** The script that a command runs, e.g. `packages/api/src/main.ts`. */
const scriptsOf = ({ command = [] }: Service) =>
  [...command.join(' ').matchAll(/packages\/\S+?\.ts\b/g)].map(([path]) => path);

describe('docker-compose.yml', () => {
  it('has what the specification names: Temporal on PostgreSQL, MongoDB, the API, two workers, a dispatcher, a mail catcher', () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['api', 'worker', 'dispatcher', 'mail', 'mongodb', 'temporal', 'postgresql']),
    );
    expect(services['worker']?.deploy?.replicas).toBe(2);
    expect(services['temporal']?.environment).toMatchObject({ DB: 'postgres12', POSTGRES_SEEDS: 'postgresql' });
  });

  it.each(ours)('%s is given no name that the code does not read', (_name, service) => {
    for (const name of Object.keys(service.environment ?? {})) expect(known).toContain(name);
  });

  it.each(['api', 'worker', 'dispatcher', 'setup'])('%s has every setting that it cannot start without', (name) => {
    const environment = environmentOf(services[name] as Service);
    for (const required of settings.required) expect(environment).toHaveProperty(required);
    const config = loadConfig(environment);
    expect(() => loadSecrets(undefined)).toThrow('SLUICE_SECRETS_FILE');
    expect(config.secretsFile).toMatch(/^\/data\//);
    expect(config.dataDir).toBe('/data');
    expect(services[name]?.volumes).toContain('data:/data');
  });

  it('every command is there, and needs no package that only builds', async () => {
    const manifest = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    for (const [name, service] of ours) {
      const scripts = scriptsOf(service);
      expect([name, scripts.length > 0]).toEqual([name, true]);
      for (const script of scripts) {
        expect(existsSync(join(root, script))).toBe(true);
        for (const used of await packagesOf(script))
          expect([script, Object.keys(manifest.dependencies)]).toEqual([script, expect.arrayContaining([used])]);
      }
    }
  }, 60_000);

  it('addresses lead to services, by the ports that they listen on', () => {
    const listens: Record<string, string> = {
      mongodb: '27017',
      temporal: '7233',
      postgresql: '5432',
      api: '3000',
      mail: '8025',
    };
    for (const [name, service] of Object.entries(services)) {
      const environment = environmentOf(service);
      const addresses = ['MONGODB_URI', 'TEMPORAL_ADDRESS', 'RESEND_BASE_URL'].flatMap((key) => environment[key] ?? []);
      for (const address of service.build || name === 'temporal-setup' ? addresses : []) {
        const [, host = '', port = ''] = /(?:^|@|\/\/)([a-z-]+):(\d+)(?:\/|$)/.exec(address) ?? [];
        expect([name, address, listens[host]]).toEqual([name, address, port]);
      }
    }
    expect(environmentOf(services['api'] as Service)['PORT']).toBe('3000');
    expect(services['api']?.ports).toEqual(['3000:3000']);
    expect(environmentOf(services['mail'] as Service)).toMatchObject({ SLUICE_MAIL_PORT: '8025', PORT: '8025' });
    expect(dockerfile).toMatch(/EXPOSE 3000/);
  });

  it('nothing waits for a service, or keeps things in a volume, that is not there; only the API and its mail can be reached', () => {
    for (const service of Object.values(services)) {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(services)).toContain(other);
        if (condition === 'service_healthy') expect(services[other]).toHaveProperty('healthcheck');
      }
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
    const open = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(open).toEqual([
      ['api', '3000:3000'],
      ['mail', '127.0.0.1:8025:8025'],
    ]);
  });

  it('holds no password', () => {
    const values = Object.values(services).flatMap(({ environment = {} }) => Object.entries(environment));
    for (const [name, value] of values)
      if (/PASSWORD|PWD|_KEY$|URI/.test(name)) expect([name, value]).toEqual([name, expect.stringMatching(/\$\{\w+/)]);
  });
});

describe('Dockerfile', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';

  it('builds in stages of a Node that the code runs on, and runs as nobody in particular, with a check', () => {
    expect(stages.length).toBeGreaterThan(2);
    const version = Number(/^node:(\d+)/.exec(last)?.[1]);
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(version).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
    expect(/^USER (\w+)$/m.exec(last)?.[1]).toBe('node');
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).toContain('/healthz');
    expect(read('packages/api/src/health.ts')).toContain("'/healthz'");
    expect(last).not.toMatch(/npm (ci|install)/);
  });

  it('gives only settings that the code reads, and serves what its stages build', () => {
    const environment = environmentOf({});
    for (const name of Object.keys(environment)) if (name !== 'NODE_ENV') expect(known).toContain(name);
    expect(last).toContain(`packages/web/dist`);
    expect(environment['SLUICE_WEB_ROOT']).toBe('/app/packages/web/dist');
    expect(environment['SLUICE_WORKFLOW_BUNDLE']).toBe('/app/packages/worker/dist/workflow-bundle.js');
    expect(dockerfile).toContain('packages/worker/src/bundle.ts packages/worker/dist/workflow-bundle.js');
  });

  it('copies what is there, and nothing private goes into the image', () => {
    for (const [, paths = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm))
      for (const path of paths.split(' ').slice(0, -1))
        expect([path, existsSync(join(root, path))]).toEqual([path, true]);
    const ignored = read('.dockerignore').split('\n');
    for (const path of ['.git', '.sluice', '.env', '**/node_modules', 'secrets.json']) expect(ignored).toContain(path);
  });
});

describe('docs/operations.md', () => {
  it.each(known.sort())('tells of %s', (name) => {
    expect(manual).toContain(`\`${name}\``);
  });

  it('tells of no setting that the code does not read', () => {
    const table = /## Settings\n([\s\S]*?)\n## /.exec(`${manual}\n## `)?.[1] ?? '';
    const told = [...table.matchAll(/`((?:SLUICE|MONGODB|TEMPORAL|RESEND)_[A-Z_]+|PORT)`/g)].map(
      ([, name = '']) => name,
    );
    expect(told.length).toBeGreaterThan(20);
    for (const name of told) expect(known).toContain(name);
  });
});

/** The npm packages that a script reaches, through every workspace. */
async function packagesOf(script: string): Promise<string[]> {
  const used = new Set<string>();
  await build({
    entryPoints: [join(root, script)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [
      {
        name: 'workspaces',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
            if (kind === 'entry-point') return undefined;
            const [, name, inside = 'index'] = /^@sluice\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
            if (name === 'workflows') return { path, external: true };
            if (name) return { path: join(root, 'packages', name, 'src', `${inside}.ts`) };
            const plain = path.replace(/^node:/, '').split('/');
            const owner = path.startsWith('@') ? plain.slice(0, 2).join('/') : (plain[0] ?? '');
            if (!builtinModules.includes(owner)) used.add(owner);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return [...used];
}
