import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'url',
      label: 'Page',
      input: 'text',
      help: "The request's landing page or the partner's website unless said otherwise.",
    },
    { key: 'partner', label: 'Partner', input: 'reference' },
    { key: 'claims', label: 'Prohibited claims', input: 'reference', help: 'Beside those of the programme.' },
  ],
};
