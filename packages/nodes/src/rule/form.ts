import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    { key: 'rule', label: 'Rule', input: 'rule', required: true },
    {
      key: 'decides',
      label: 'What it decides',
      input: 'choice',
      options: [
        { value: 'routing', label: 'Routing' },
        { value: 'segment', label: 'Segment' },
        { value: 'tier', label: 'Tier' },
        { value: 'eligibility', label: 'Eligibility' },
        { value: 'guard', label: 'Guard' },
      ],
    },
    { key: 'partner', label: 'Partner', input: 'reference' },
    { key: 'facts', label: 'More facts', input: 'values', help: 'Laid over what the rule is told anyway.' },
    { key: 'routes', label: 'Routes with a way out', input: 'tags' },
    { key: 'into', label: 'Keep the outcome as', input: 'text', required: true },
  ],
};
