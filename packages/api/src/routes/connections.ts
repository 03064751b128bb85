import { randomBytes } from 'node:crypto';
import type { BrandDto, ConnectionDto } from '@sluice/contracts';
import type { Connection } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { at, compact } from '../present/plain.js';
import { programmeOf } from './programme.js';
import { actorOf } from './users.js';

type ConnectionRoutes = 'listConnections' | 'saveSlack' | 'saveWebhookSecret' | 'getBrand' | 'saveBrand';

/** How steps of flows reach Slack and others' webhooks, and what they hold codes and pages against. */
export function connectionRoutes(context: Context): Pick<Handlers, ConnectionRoutes> {
  const { store } = context;

  function save(caller: Caller, kind: Connection['kind'], secret: string, channel?: string): Promise<Connection> {
    return store.connections.set(
      caller.programme,
      compact({ kind, channel, secret: context.secrets.seal(secret), changedAt: context.now() }),
      { audit: { action: 'connection.changed', actor: actorOf(caller), detail: { kind } } },
    );
  }

  return {
    async listConnections({ caller }) {
      return { data: (await store.connections.list(caller.programme)).map(connectionDto) };
    },

    async saveSlack({ caller, body }) {
      return connectionDto(await save(caller, 'slack', body.secret, body.channel));
    },

    async saveWebhookSecret({ caller, body }) {
      const made = body.secret === undefined ? `whsec_${randomBytes(24).toString('base64')}` : undefined;
      const saved = await save(caller, 'webhook', body.secret ?? made ?? '');
      return { ...connectionDto(saved), ...compact({ secret: made }) };
    },

    async getBrand({ caller }) {
      return brandOf(await programmeOf(context, caller.programme));
    },

    async saveBrand({ caller, body }) {
      const changed = await store.programmes.change(caller.programme, ({ settings }) => ({
        set: {
          settings: {
            ...settings,
            brand: { domains: [], bannedDomains: [], leakedCoupons: [], ...settings.brand, ...body },
          },
        },
        audit: { action: 'brand.changed', actor: actorOf(caller), detail: { ...body } },
      }));
      return brandOf(changed);
    },
  };
}

function connectionDto({ kind, channel, changedAt }: Connection): ConnectionDto {
  return compact({ kind, channel, changedAt: at(changedAt) });
}

function brandOf({ settings: { brand } }: { settings: { brand?: Partial<BrandDto> } }): BrandDto {
  return { names: brand?.names ?? [], bannedWords: brand?.bannedWords ?? [], claims: brand?.claims ?? [] };
}
