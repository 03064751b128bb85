import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'title', label: 'What is asked', input: 'text', required: true },
    {
      key: 'about',
      label: 'About',
      input: 'choice',
      required: true,
      options: [
        { value: 'commission', label: 'Commission' },
        { value: 'batch', label: 'Payout batch' },
        { value: 'application', label: 'Application' },
        { value: 'other', label: 'Something else' },
      ],
    },
    { key: 'subject', label: 'Which', input: 'reference', required: true },
    { key: 'role', label: 'Who decides', input: 'role', required: true, help: 'Never the maker.' },
    {
      key: 'needed',
      label: 'Approvals needed',
      input: 'choice',
      options: [
        { value: '1', label: '1' },
        { value: '2', label: '2' },
        { value: '3', label: '3' },
        { value: 'by_amount', label: 'by amount' },
      ],
    },
    { key: 'evidence', label: 'Evidence shown', input: 'values' },
    { key: 'mail', label: 'Mail to them', input: 'template' },
    { key: 'remind', label: 'Remind every', input: 'duration' },
    { key: 'escalateAfter', label: 'Escalate after', input: 'duration' },
    { key: 'escalateTo', label: 'to', input: 'role' },
    { key: 'timeout', label: 'Give up after', input: 'duration' },
  ],
};
