import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'template', label: 'Mail', input: 'template', required: true },
    { key: 'to', label: 'To', input: 'recipient', required: true },
    { key: 'data', label: 'Values', input: 'values' },
    {
      key: 'include',
      label: 'Include',
      help: 'Read when the mail is sent; only for mails to a partner.',
      input: 'choices',
      options: [
        { value: 'links', label: 'Links' },
        { value: 'assets', label: 'Assets' },
        { value: 'performance', label: 'Performance' },
      ],
    },
  ],
};
