/** What is wrong with a flow, and where. An error bars publishing, a warning is shown. */
export interface FlowProblem {
  severity: 'error' | 'warning';
  /** JSON pointer into the document. */
  pointer: string;
  code: string;
  message: string;
  node?: string;
  port?: string;
  /** What the sentence names, for other languages. */
  params?: { [name: string]: string | number };
}

/** JSON pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
