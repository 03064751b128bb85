import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'partner', label: 'Partner', input: 'reference' },
    {
      key: 'document',
      label: 'Document',
      input: 'text',
      required: true,
      help: '“terms”, “tax_form”, “brand_policy”, or the name of another one.',
    },
    { key: 'text', label: 'What the partner reads', input: 'long_text' },
    {
      key: 'then',
      label: 'Then',
      input: 'choice',
      options: [
        { value: 'wait', label: 'wait for it' },
        { value: 'go_on', label: 'go on' },
      ],
    },
    { key: 'due', label: 'Due in', input: 'duration' },
  ],
};
