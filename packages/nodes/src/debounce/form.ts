import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'events', label: 'Events', input: 'event_types', required: true },
    { key: 'correlation', label: 'About', input: 'reference', help: "The run's subject unless said otherwise." },
    { key: 'filter', label: 'Only when', input: 'condition' },
    { key: 'for', label: 'Quiet for', input: 'duration', required: true },
    { key: 'max', label: 'At most so many', input: 'number', help: 'Then it goes on at once; 100 at most.' },
  ],
};
