import type { List } from '@sluice/contracts/list';
import type { TeamMember } from '@sluice/contracts/me';
import { useGet } from './data.js';
import { useMe } from './session.js';

/** The names behind people's ids; an id that is nobody's on the team, such as a key's, is shown without what marks its kind. */
export function useNames(): (id: string) => string {
  const me = useMe();
  const { data } = useGet<List<TeamMember>>('/v1/team');
  const names = new Map(data?.data.map((member) => [member.id, member.name]));
  if (me) names.set(me.id, me.name);
  return (id) => names.get(id) ?? id.replace(/^(usr_|key:)/, '');
}
