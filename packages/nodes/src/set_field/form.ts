import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'partner', label: 'Partner', input: 'reference' },
    { key: 'field', label: 'Field', input: 'text', required: true, help: 'A field of the programme’s own.' },
    { key: 'value', label: 'Value', input: 'reference', required: true },
  ],
};
