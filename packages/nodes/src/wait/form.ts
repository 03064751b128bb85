import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'for', label: 'How long', input: 'duration', help: 'Counted on the calendar of the programme.' },
    { key: 'until', label: 'Until', input: 'moment' },
    { key: 'next', label: 'Until the next', input: 'moment' },
    { key: 'reason', label: 'Why', input: 'text' },
  ],
};
