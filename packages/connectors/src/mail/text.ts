import { Liquid } from 'liquidjs';

/** A short Liquid text over a run's variables, with limits; what is not known is left out. Throws where it is no Liquid. */
export function fillText(template: string, vars: object): string {
  const engine = new Liquid({
    parseLimit: 10_000,
    renderLimit: 200,
    memoryLimit: 100_000,
    ownPropertyOnly: true,
    templates: {},
  });
  return String(engine.parseAndRenderSync(template, vars));
}
