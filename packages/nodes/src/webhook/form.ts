import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'url', label: 'URL', input: 'text', required: true, help: 'https only; redirects are not followed.' },
    { key: 'method', label: 'Method', input: 'choice', options: [{ value: 'POST', label: 'POST' }] },
    {
      key: 'body',
      label: 'Values',
      input: 'values',
      help: 'The subject and the event of the run unless said otherwise.',
    },
    {
      key: 'lost',
      label: 'When the answer is lost',
      input: 'choice',
      options: [
        { value: 'ask', label: 'Ask a person' },
        { value: 'repeat', label: 'Call again with the same id' },
      ],
    },
  ],
};
