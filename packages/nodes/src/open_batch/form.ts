import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'currency', label: 'Currency', input: 'text', help: "The programme's unless said otherwise." },
    { key: 'cutoff', label: 'Closed at', input: 'moment' },
    {
      key: 'when',
      label: 'When',
      input: 'choice',
      options: [
        { value: 'now', label: 'As soon as it runs' },
        { value: 'calendar', label: 'On days of the payout calendar' },
      ],
    },
    { key: 'resends', label: 'Send this payout again', input: 'reference' },
  ],
};
