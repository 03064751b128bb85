import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'list', label: 'List', input: 'reference', required: true, help: 'A variable that holds a list.' },
    { key: 'batch', label: 'At a time', input: 'number', help: '1 unless said otherwise; at most 500.' },
  ],
};
