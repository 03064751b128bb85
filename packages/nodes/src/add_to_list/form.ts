import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'list', label: 'List', input: 'text', required: true, help: 'Its key, such as nurture; a new one is made.' },
    { key: 'member', label: 'Who', input: 'reference', help: 'A referral or a partner.' },
    {
      key: 'do',
      label: 'Do',
      input: 'choice',
      options: [
        { value: 'add', label: 'put on the list' },
        { value: 'remove', label: 'take off the list' },
      ],
    },
  ],
};
