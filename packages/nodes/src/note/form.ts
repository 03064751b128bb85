import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'on',
      label: 'On',
      input: 'reference',
      help: 'A partner or a referral; the run’s subject unless said otherwise.',
    },
    { key: 'text', label: 'Note', input: 'long_text', required: true },
  ],
};
