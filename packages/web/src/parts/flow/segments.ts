import type { SentenceSegment } from '@sluice/contracts/commission';

/** `Wait **30 days** first` in pieces. */
export function segments(text: string): SentenceSegment[] {
  return text
    .split('**')
    .map((piece, index) => ({ text: piece, value: index % 2 === 1 }))
    .filter((segment) => segment.text !== '');
}
