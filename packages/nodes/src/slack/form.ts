import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'channel', label: 'Channel', input: 'text', help: 'The channel from the settings unless said otherwise.' },
    { key: 'text', label: 'Text', input: 'long_text', required: true },
    {
      key: 'lost',
      label: 'When the answer is lost',
      input: 'choice',
      options: [
        { value: 'repeat', label: 'Send again: the message may appear twice' },
        { value: 'ask', label: 'Ask a person' },
      ],
    },
  ],
};
