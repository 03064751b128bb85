import type { NodeForm } from '../form-types.js';

export const form: NodeForm = {
  fields: [
    {
      key: 'rule',
      label: 'Rule',
      input: 'rule',
      required: true,
      help: 'In a flow about a referral: a rule for leads.',
    },
    { key: 'order', label: 'Order or referral', input: 'reference', help: "The run's subject unless said otherwise." },
    {
      key: 'event',
      label: 'Event of the lead',
      input: 'reference',
      help: 'For a referral: what is paid for. The event that began the run unless said otherwise.',
    },
  ],
};
