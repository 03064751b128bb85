/** From which total of a calendar year a payee is reported on Form 1099-NEC, and by which law. */
export interface ReportingThreshold {
  fromYear: number;
  /** Cents of United States dollars. */
  from: bigint;
  source: string;
}

/** Newest first. From 2027 the amount is adjusted for inflation each year: the adjusted one is a programme's setting until it is a line here. */
const thresholds: readonly ReportingThreshold[] = [
  {
    fromYear: 2026,
    from: 200_000n,
    source: '26 U.S.C. § 6041(a) as amended by Pub. L. 119-21, § 70433, for payments after 31 December 2025',
  },
  { fromYear: 0, from: 60_000n, source: '26 U.S.C. § 6041(a), for payments before 2026' },
];

/** The threshold of a year; what the programme has set for that year goes before the table. */
export function reportingThreshold(
  year: number,
  set: Readonly<Record<string, string>> | undefined,
): ReportingThreshold {
  const own = set?.[String(year)];
  if (own !== undefined) return { fromYear: year, from: BigInt(own), source: 'Set by the programme' };
  const found = thresholds.find(({ fromYear }) => fromYear <= year);
  return found ?? thresholds[thresholds.length - 1]!;
}
