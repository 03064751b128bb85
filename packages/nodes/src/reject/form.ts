import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'referral', label: 'Referral', input: 'reference' },
    { key: 'reason', label: 'Reason', input: 'text', required: true, help: 'A code, such as duplicate or free_mail.' },
    { key: 'note', label: 'Note for staff', input: 'long_text' },
    { key: 'tags', label: 'Tags', input: 'tags' },
  ],
};
