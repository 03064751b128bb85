import type { JsonObject } from '@sluice/domain';
import type { EffectContext, SimulatedMail } from '@sluice/flows';
import type { Recipient } from '../decisions/mail-vars.js';
import { readAll } from './documents.js';
import type { World } from './types.js';

/** Mails everybody who has a role in the programme, in the programme's language. */
export function mailRole(
  world: World,
  ctx: EffectContext,
  template: string,
  role: string,
  item: string,
  vars: JsonObject,
): SimulatedMail[] {
  return readAll(world, 'users')
    .filter((user) => user.roles.includes(role) && !user.disabled)
    .map((user) =>
      world.mail(
        ctx,
        {
          template,
          to: user.email,
          locale: world.programme.settings.locale,
          vars: { ...vars, name: user.name },
        },
        `${item}/${user.id}`,
      ),
    );
}

/** Mails one addressee; `data` is what the step says besides. */
export function mailPartner(
  world: World,
  ctx: EffectContext,
  template: string,
  { item, to: { name, email, language, partner }, vars }: Recipient,
  data: JsonObject,
): SimulatedMail {
  return world.mail(
    ctx,
    {
      template,
      to: email,
      locale: language,
      ...(partner && { partner: partner.id }),
      vars: { ...vars, ...data, name },
    },
    item,
  );
}
