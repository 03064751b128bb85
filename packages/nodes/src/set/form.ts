import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'values',
      label: 'Values',
      input: 'values',
      required: true,
      help: 'A value, or a reference to another one.',
    },
  ],
};
