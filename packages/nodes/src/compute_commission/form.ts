import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'rule', label: 'Rule', input: 'rule', required: true },
    { key: 'order', label: 'Order', input: 'reference' },
  ],
};
