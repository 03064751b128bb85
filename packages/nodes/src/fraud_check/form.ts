import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'rule', label: 'Rule', input: 'rule', required: true },
    { key: 'reviewFrom', label: 'Review from', input: 'number' },
    { key: 'blockFrom', label: 'Block from', input: 'number' },
    { key: 'commissions', label: 'Commissions', input: 'reference', required: true },
  ],
};
