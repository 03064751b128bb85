import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'batch', label: 'Batch', input: 'reference', required: true },
    { key: 'approval', label: 'Approval', input: 'reference', required: true },
    { key: 'lookEvery', label: 'Ask the rail every', input: 'duration' },
  ],
};
