import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'title', label: 'Title', input: 'text', required: true },
    { key: 'text', label: 'Text', input: 'long_text' },
    { key: 'titleDe', label: 'Title in German', input: 'text', help: 'For partners who read German.' },
    { key: 'textDe', label: 'Text in German', input: 'long_text' },
    {
      key: 'link',
      label: 'Link',
      input: 'text',
      help: 'A page of the portal such as /portal/links, or an https address.',
    },
    { key: 'partner', label: 'Partner', input: 'reference', help: "The run's subject unless said otherwise." },
  ],
};
