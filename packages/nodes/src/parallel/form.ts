import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [{ key: 'branches', label: 'Branches', input: 'paths', required: true, help: 'All of them begin at once.' }],
};
