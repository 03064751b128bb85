import type { WordPart } from '@sluice/rules/views/parts';

/** A sentence; what a person can change is a value token. */
export function Words({ parts }: { parts: readonly WordPart[] }) {
  return <>{parts.map((part, index) => (part.value ? <b key={index}>{part.text}</b> : part.text))}</>;
}
