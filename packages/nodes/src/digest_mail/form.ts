import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'template', label: 'Mail', input: 'template', required: true },
    { key: 'period', label: 'Figures of the last', input: 'duration' },
    { key: 'events', label: 'Collected events', input: 'reference', help: 'From a digest step before this one.' },
    {
      key: 'empty',
      label: 'When nothing happened',
      input: 'choice',
      options: [
        { value: 'send', label: 'Send it all the same' },
        { value: 'skip', label: 'Send nothing' },
      ],
    },
    { key: 'data', label: 'Values', input: 'values' },
    { key: 'partner', label: 'Partner', input: 'reference', help: "The run's subject unless said otherwise." },
  ],
};
