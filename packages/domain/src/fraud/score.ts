import type { ExplanationPart } from '../explanation.js';
import type { Json } from '../json.js';

export interface FraudThresholds {
  /** Risk from which a person looks. */
  review: number;
  /** Risk from which it is stopped (and a person looks). */
  block: number;
}

/** 0 clear · 40 review · 80 block, as design/approvals shows. */
export const defaultThresholds: FraudThresholds = { review: 40, block: 80 };

export interface FraudPoints {
  points: number;
  reason: string;
  params?: Readonly<Record<string, Json>>;
}

export interface FraudResult {
  /** 0 to 100. */
  risk: number;
  verdict: 'clear' | 'review' | 'block';
  /** Strongest first; nothing is silently dropped, so points of zero or less (they lower the risk) are shown too. */
  reasons: (ExplanationPart & { points: number })[];
}

/** The points that a fraud rule answered, added up between 0 and 100, and what they mean by the thresholds. */
export function score(list: readonly FraudPoints[], thresholds: FraudThresholds = defaultThresholds): FraudResult {
  const sum = list.reduce((total, { points }) => total + points, 0);
  const risk = Math.min(100, Math.max(0, sum));
  const verdict = risk >= thresholds.block ? 'block' : risk >= thresholds.review ? 'review' : 'clear';
  const reasons = list
    .map(({ points, reason, params }) => ({
      code: `fraud.${reason.replace(/^fraud\./, '')}`,
      params: { ...params, points },
      points,
    }))
    .sort((a, b) => b.points - a.points);
  return { risk, verdict, reasons };
}
