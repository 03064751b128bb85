import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'referral', label: 'Referral', input: 'reference' },
    {
      key: 'of',
      label: 'Ask',
      input: 'choice',
      options: [
        { value: 'assignee', label: 'whoever has the lead' },
        { value: 'partner', label: 'the partner' },
      ],
    },
    { key: 'question', label: 'Question', input: 'long_text' },
    { key: 'role', label: 'Where nobody has it', input: 'role' },
    { key: 'due', label: 'Answer within', input: 'duration' },
  ],
};
