import type { NodeForm } from '../form-types.js';

export const form: NodeForm = { fields: [{ key: 'request', label: 'Coupon request', input: 'reference' }] };
