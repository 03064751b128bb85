import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'currency', label: 'Currency', input: 'text', help: "The programme's unless said otherwise." },
    { key: 'cutoff', label: 'Closed at', input: 'moment' },
    { key: 'calendar', label: 'Only on days of the payout calendar', input: 'yes_no' },
  ],
};
