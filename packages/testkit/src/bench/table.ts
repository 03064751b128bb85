import type { Row } from './row.js';

const heads = ['What', 'Ours', 'Peer', 'Peer’s', 'Ratio', 'Bar', 'Met'];

/** The rows as a Markdown table, columns aligned so that it reads in a terminal too. */
export function table(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const written = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  written.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return written.join('\n');
}

function cells({ name, ours, peer, theirs, ratio, bar, met }: Row): string[] {
  const verdict = met === undefined ? '–' : met ? 'yes' : 'no';
  return [name, ours ?? '–', peer, theirs ?? '–', `${ratio.toFixed(2)}×`, bar ?? '–', verdict];
}
