import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'referral', label: 'Referral', input: 'reference' },
    { key: 'tags', label: 'Tags', input: 'tags' },
  ],
};
