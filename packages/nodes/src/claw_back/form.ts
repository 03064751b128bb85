import type { NodeForm } from '../form-types.js';

export const form: NodeForm = { fields: [{ key: 'order', label: 'Order', input: 'reference' }] };
