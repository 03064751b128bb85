import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'referral', label: 'Referral', input: 'reference' },
    { key: 'assignee', label: 'Person', input: 'reference' },
    {
      key: 'role',
      label: 'Or in turn',
      input: 'role',
      help: 'Without a person: the next of those who have this role.',
    },
  ],
};
