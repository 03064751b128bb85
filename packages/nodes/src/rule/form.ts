import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'rule', label: 'Rule', input: 'rule', required: true },
    { key: 'facts', label: 'Facts', input: 'values', help: 'What the rule is told.' },
    { key: 'into', label: 'Keep the outcome as', input: 'text', required: true },
  ],
};
