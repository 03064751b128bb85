import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'commissions', label: 'Commissions', input: 'reference', required: true },
    { key: 'reason', label: 'Reason', input: 'text', required: true },
    { key: 'comment', label: 'Comment', input: 'reference' },
  ],
};
