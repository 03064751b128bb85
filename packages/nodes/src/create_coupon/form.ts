import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'answer',
      label: 'Answer',
      input: 'choice',
      options: [
        { value: 'create', label: 'Create the coupon' },
        { value: 'decline', label: 'Decline the request' },
      ],
    },
    { key: 'code', label: 'Code', input: 'text', help: 'The requested one unless said otherwise.' },
    { key: 'expires', label: 'Valid for', input: 'duration' },
    { key: 'terms', label: 'Terms', input: 'long_text' },
    { key: 'reason', label: 'Why declined', input: 'text' },
    { key: 'request', label: 'Coupon request', input: 'reference' },
  ],
};
