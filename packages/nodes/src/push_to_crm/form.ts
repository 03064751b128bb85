import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'referral', label: 'Referral', input: 'reference' },
    { key: 'crm', label: 'CRM', input: 'text', help: 'As it is set up under Settings.' },
    { key: 'fields', label: 'More fields', input: 'values', help: 'By the CRM’s names, over those of the mapping.' },
  ],
};
