import { Select } from '@mantine/core';
import type { List } from '@sluice/contracts/list';
import type { TeamMember } from '@sluice/contracts/me';
import { useGet } from '../lib/data.js';

/** Somebody on the team, or nobody. */
export function PersonSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { data } = useGet<List<TeamMember>>('/v1/team');
  const people = data?.data ?? [];
  // Who has left the team since is still shown as who has it.
  const known = value === null || people.some(({ id }) => id === value);
  return (
    <Select
      label={label}
      searchable
      clearable
      placeholder="–"
      data={[
        ...people.map(({ id, name }) => ({ value: id, label: name })),
        ...(known || value === null ? [] : [{ value, label: value }]),
      ]}
      value={value}
      onChange={onChange}
    />
  );
}
