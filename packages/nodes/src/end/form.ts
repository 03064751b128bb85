import type { NodeForm } from '../form-types.js';

export const form: NodeForm = { fields: [{ key: 'outcome', label: 'Outcome', input: 'text', required: true }] };
