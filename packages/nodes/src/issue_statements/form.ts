import type { NodeForm } from '../form-types.js';

export const form: NodeForm = { fields: [{ key: 'batch', label: 'Batch', input: 'reference', required: true }] };
