import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'commissions', label: 'Commissions', input: 'reference', required: true },
    { key: 'approval', label: 'Approval', input: 'reference', required: true },
  ],
};
