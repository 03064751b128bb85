import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'max', label: 'At most so many times', input: 'number', required: true },
    { key: 'until', label: 'Until', input: 'condition', help: 'Looked at before each round.' },
  ],
};
