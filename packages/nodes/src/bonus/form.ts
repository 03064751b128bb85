import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'amount', label: 'Bonus', input: 'money', required: true },
    { key: 'reason', label: 'What it is for', input: 'text', required: true, help: 'The partner reads this.' },
    { key: 'hold', label: 'Hold for', input: 'duration', help: "The programme's refund window unless said otherwise." },
    { key: 'once', label: 'Paid once under the name', input: 'text', help: 'Absent: once by this step of this run.' },
    { key: 'partner', label: 'Partner', input: 'reference', help: "The run's subject unless said otherwise." },
  ],
};
