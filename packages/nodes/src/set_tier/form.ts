import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'partner', label: 'Partner', input: 'reference' },
    { key: 'tier', label: 'Tier', input: 'reference', required: true },
    { key: 'reason', label: 'Reason', input: 'text' },
    { key: 'decision', label: 'Decision of a rule', input: 'reference' },
  ],
};
