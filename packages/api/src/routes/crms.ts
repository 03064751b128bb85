import { randomBytes } from 'node:crypto';
import type { CrmSettingDto } from '@sluice/contracts';
import type { CrmSetting } from '@sluice/store';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { at } from '../present/plain.js';
import { actorOf } from './users.js';

/** CRMs that leads are pushed to. */
export function crmRoutes(context: Context): Pick<Handlers, 'listCrms' | 'saveCrm'> {
  const { store } = context;
  return {
    async listCrms({ caller }) {
      return { data: (await store.crms.list(caller.programme)).map(crmDto), nextCursor: null };
    },

    async saveCrm({ caller, params, body }) {
      const { secret: given, ...set } = body;
      const known = await store.crms.get(caller.programme, params.key);
      // Without one a new CRM could not tell our pushes from anybody's.
      const secret = given ?? (known ? undefined : `whsec_${randomBytes(24).toString('base64')}`);
      const saved = await store.crms.save(
        caller.programme,
        params.key,
        { ...set, ...(secret !== undefined && { secret: context.secrets.seal(secret) }) },
        { actor: actorOf(caller), at: context.now() },
      );
      return { ...crmDto(saved), ...(secret !== undefined && given === undefined && { secret }) };
    },
  };
}

function crmDto({ key, kind, url, mapping, enabled, changedAt }: CrmSetting): CrmSettingDto {
  return { key, kind: kind as 'webhook', url, mapping, enabled, changedAt: at(changedAt) };
}
