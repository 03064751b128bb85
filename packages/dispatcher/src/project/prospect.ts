import type { Projector } from './projector.js';

/** `custom.prospect.*` that our own changes tell: flows over the prospect start and wait by them. */
export const projectProspect: Projector = (_deps, event) => {
  const prospect = event.data['prospectId'];
  return Promise.resolve(
    typeof prospect === 'string' && event.source === 'internal'
      ? { subject: { kind: 'prospect', id: prospect }, correlations: [`prospect:${prospect}`] }
      : { correlations: event.correlations },
  );
};
