import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'on',
      label: 'On',
      input: 'reference',
      help: 'A partner or a referral; the run’s subject unless said otherwise.',
    },
    { key: 'add', label: 'Add', input: 'tags' },
    { key: 'remove', label: 'Take away', input: 'tags' },
  ],
};
