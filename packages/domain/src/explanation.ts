import type { Json } from './json.js';

/** One statement of an explanation: a code with parameters, rendered per locale (en, de) when it is shown. */
export interface ExplanationPart {
  code: string;
  params: Record<string, Json>;
}
