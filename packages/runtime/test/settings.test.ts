import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ensureSecrets } from '@sluice/devstack/start/secrets';
import { loadConfig, loadSecrets } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('settings from the environment', () => {
  const needed = { MONGODB_URI: 'mongodb://127.0.0.1:27017/acme', TEMPORAL_ADDRESS: '127.0.0.1:7233' };

  it('have defaults where one is sensible', () => {
    expect(loadConfig(needed)).toMatchObject({
      database: 'acme',
      temporalNamespace: 'default',
      port: 3000,
      logLevel: 'info',
    });
    expect(loadConfig({ ...needed, MONGODB_URI: 'mongodb://127.0.0.1:27017' }).database).toBe('sluice');
    expect(loadConfig({ ...needed, PORT: '', SLUICE_BASE_URL: 'https://x.example/' }).baseUrl).toBe(
      'https://x.example',
    );
  });

  it('are refused with every name that is wrong', () => {
    expect(() => loadConfig({ PORT: '99999' })).toThrow(/MONGODB_URI.*TEMPORAL_ADDRESS.*PORT/);
  });
});

describe('secrets from their file', () => {
  const key = () => randomBytes(32).toString('base64');
  const write = (name: string, content: unknown) => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  it('are keys of 32 bytes, and webhook secrets of which there may be several', () => {
    const payloadKey = key();
    const secrets = loadSecrets(
      write('good.json', {
        payloadKey,
        encryptionKey: key(),
        authSecret: key(),
        webhookSecrets: { stripe: 'whsec_a', shopify: ['b', 'c'] },
      }),
    );
    expect(secrets.payloadKey.toString('base64')).toBe(payloadKey);
    expect(secrets.webhookSecrets).toEqual({ stripe: ['whsec_a'], shopify: ['b', 'c'] });
  });

  it('keep the credentials of providers that pay when a later start adds its own', () => {
    const file = join(folder, 'made.json');
    const rails = { wise: { token: 'tok', profile: 4711 }, stripe: { secretKey: 'sk', baseUrl: 'http://127.0.0.1:1' } };
    ensureSecrets(file);
    expect(loadSecrets(file).rails).toEqual({});
    const { webhookSecrets: _old, ...made } = JSON.parse(readFileSync(file, 'utf8')) as { webhookSecrets: object };
    write('made.json', { ...made, webhookSecrets: { paypal: ['WH-1', 'PEM'] }, rails });
    ensureSecrets(file);
    const secrets = loadSecrets(file);
    expect(secrets.rails).toEqual(rails);
    expect(secrets.webhookSecrets).toMatchObject({
      paypal: ['WH-1', 'PEM'],
      stripe: [expect.stringMatching(/^whsec_/)],
    });
    const odd = write('odd.json', { ...made, webhookSecrets: {}, rails: { wise: { token: 'tok', profile: 'x' } } });
    expect(() => loadSecrets(odd)).toThrow('rails.wise.profile');
  });

  it('are refused without a word of their content', () => {
    const wrong = write('wrong.json', {
      payloadKey: 'c2hvcnQ=',
      encryptionKey: key(),
      authSecret: 'hunter2',
      webhookSecrets: {},
    });
    expect(() => loadSecrets(wrong)).toThrow('payloadKey, authSecret');
    expect(() => loadSecrets(wrong)).not.toThrow(/hunter2|c2hvcnQ/);
    const broken = write('broken.json', '{"authSecret": "hunter2"');
    expect(() => loadSecrets(broken)).toThrow('cannot be read');
    expect(() => loadSecrets(broken)).not.toThrow(/hunter2/);
    expect(() => loadSecrets(undefined)).toThrow('SLUICE_SECRETS_FILE');
  });
});
