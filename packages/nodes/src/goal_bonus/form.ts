import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'goal',
      label: 'Goal',
      input: 'choice',
      required: true,
      options: [
        { value: 'referrals', label: 'Referrals' },
        { value: 'orders', label: 'Orders' },
        { value: 'revenue', label: 'Revenue' },
      ],
    },
    { key: 'count', label: 'How many', input: 'number', help: 'For referrals and orders.' },
    { key: 'revenue', label: 'How much revenue', input: 'money', help: 'After tax and shipping.' },
    { key: 'for', label: 'Within', input: 'duration', required: true, help: 'From when the step is entered.' },
    { key: 'amount', label: 'Bonus', input: 'money', required: true },
    { key: 'reason', label: 'What it is for', input: 'text', required: true, help: 'The partner reads this.' },
    { key: 'hold', label: 'Hold for', input: 'duration', help: "The programme's refund window unless said otherwise." },
    { key: 'once', label: 'Paid once under the name', input: 'text', help: 'Absent: once by this step of this run.' },
    { key: 'partner', label: 'Partner', input: 'reference', help: "The run's subject unless said otherwise." },
  ],
};
