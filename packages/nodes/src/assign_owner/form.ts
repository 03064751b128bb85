import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'partner', label: 'Partner', input: 'reference' },
    { key: 'owner', label: 'Owner', input: 'reference' },
    {
      key: 'role',
      label: 'Or in turn',
      input: 'role',
      help: 'Without an owner: the next of those who have this role.',
    },
    {
      key: 'keep',
      label: 'Where there is an owner',
      input: 'choice',
      options: [
        { value: 'nothing', label: 'give it to the new one' },
        { value: 'owner', label: 'leave it' },
      ],
    },
  ],
};
