import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'branches', label: 'Branches', input: 'branches', required: true, help: 'The first that holds is taken.' },
  ],
};
