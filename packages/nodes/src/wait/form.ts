import type { NodeForm } from '../form-types.js';
import { zoneAndQuietFields } from '../quiet.js';

export const form: NodeForm = {
  fields: [
    { key: 'for', label: 'How long', input: 'duration' },
    { key: 'until', label: 'Until', input: 'moment' },
    { key: 'next', label: 'Until the next', input: 'moment' },
    ...zoneAndQuietFields,
    { key: 'reason', label: 'Why', input: 'text' },
  ],
};
