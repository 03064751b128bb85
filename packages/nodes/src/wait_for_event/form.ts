import type { NodeForm } from '../form-types.js';
import { zoneAndQuietFields } from '../quiet.js';

export const form: NodeForm = {
  fields: [
    { key: 'events', label: 'Events', input: 'event_types', required: true },
    { key: 'correlation', label: 'About', input: 'reference', help: "The run's subject unless said otherwise." },
    { key: 'filter', label: 'Only when', input: 'condition' },
    { key: 'for', label: 'Give up after', input: 'duration' },
    ...zoneAndQuietFields,
  ],
};
