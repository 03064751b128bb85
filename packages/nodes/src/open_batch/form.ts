import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'currency', label: 'Currency', input: 'text', help: "The programme's unless said otherwise." },
    { key: 'cutoff', label: 'Closed at', input: 'moment' },
  ],
};
