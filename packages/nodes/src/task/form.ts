import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'title', label: 'What is to be done', input: 'text', required: true },
    { key: 'text', label: 'Details', input: 'long_text' },
    { key: 'role', label: 'Who', input: 'role', required: true },
    { key: 'assignee', label: 'Which person', input: 'reference' },
    { key: 'due', label: 'Due in', input: 'duration' },
  ],
};
