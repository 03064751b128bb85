import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'flow',
      label: 'Flow',
      input: 'flow',
      required: true,
      help: 'The version published now is locked when this flow is published.',
    },
    { key: 'subject', label: 'About', input: 'reference', help: 'What this run is about, unless said otherwise.' },
    { key: 'params', label: 'Parameters', input: 'values', help: 'What is not given here has its default.' },
    { key: 'wait', label: 'Wait until it is over', input: 'yes_no' },
  ],
};
