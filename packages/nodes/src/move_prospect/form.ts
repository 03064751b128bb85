import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'prospect', label: 'Prospect', input: 'reference' },
    {
      key: 'to',
      label: 'Stage',
      input: 'choice',
      required: true,
      options: [
        { value: 'contacted', label: 'Contacted' },
        { value: 'in_talks', label: 'In talks' },
        { value: 'closed', label: 'Closed' },
      ],
    },
    {
      key: 'reason',
      label: 'Closed because',
      input: 'choice',
      options: [
        { value: 'unresponsive', label: 'Does not answer' },
        { value: 'declined', label: 'Does not want to' },
        { value: 'unfit', label: 'Does not fit' },
        { value: 'duplicate', label: 'Is known already' },
      ],
    },
  ],
};
