import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'need',
      label: 'Go on when',
      input: 'choice_or_number',
      options: [
        { value: 'all', label: 'all branches have come' },
        { value: 'any', label: 'the first has come' },
      ],
      help: 'With a number, as soon as so many have come. Branches that are not waited for are called off.',
    },
  ],
};
