import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'template', label: 'Mail', input: 'template', required: true },
    { key: 'to', label: 'To', input: 'recipient', required: true },
    { key: 'data', label: 'Values', input: 'values' },
  ],
};
