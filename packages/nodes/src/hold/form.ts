import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'commissions', label: 'Commissions', input: 'reference', required: true },
    { key: 'for', label: 'How long', input: 'duration', help: "The programme's refund window unless said otherwise." },
    {
      key: 'kind',
      label: 'Why',
      input: 'choice',
      options: [
        { value: 'refund_window', label: 'Refund window' },
        { value: 'review', label: 'Review' },
        { value: 'dispute', label: 'Dispute' },
        { value: 'tax_form', label: 'Tax form' },
        { value: 'staged', label: 'Staged release' },
      ],
    },
  ],
};
