import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'partner', label: 'Partner', input: 'reference' },
    {
      key: 'status',
      label: 'Status',
      input: 'choice',
      required: true,
      options: [
        { value: 'active', label: 'Active' },
        { value: 'producing', label: 'Producing' },
        { value: 'consistent', label: 'Consistent' },
        { value: 'at_risk', label: 'At risk' },
        { value: 'paused', label: 'Paused' },
        { value: 'terminated', label: 'Terminated' },
        { value: 'rejected', label: 'Rejected' },
        { value: 'submitted', label: 'Submitted' },
      ],
    },
    { key: 'reason', label: 'Reason', input: 'text', help: 'Kept with the status and in the audit log.' },
  ],
};
