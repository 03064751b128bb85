import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'shares',
      label: 'Shares',
      input: 'shares',
      required: true,
      help: 'In percent, 100 in all. A subject always goes the same way at this step.',
    },
  ],
};
