import { canonicalJson, type Json } from '@sluice/domain';
import { analyse } from '@sluice/rules/analysis/analysis';
import { renderFinding } from '@sluice/rules/analysis/render';
import type { Analysis, Finding } from '@sluice/rules/analysis/types';
import { exits } from './tool.js';
import { readRule, sourceOf, type FactsOptions, type FileRule } from './rule-file.js';

interface Checked {
  rule: FileRule;
  analysis: Analysis;
  isWell: boolean;
}

/** `sluice rule check`: class, findings with places and sentences, and how the cases run, file by file in the given order. */
export async function checkRules(files: string[], options: FactsOptions): Promise<number> {
  const rules: FileRule[] = [];
  for (const file of files) rules.push(await readRule(file, options));
  const source = sourceOf(rules);
  const checked = rules.map((rule): Checked => {
    const { logic: text, schema, shape, cases, key } = rule;
    const analysis = analyse({ text, schema, shape, cases, rules: source, ...(key !== undefined && { key }) });
    return { rule, analysis, isWell: !analysis.findings.some(({ blocks }) => blocks) };
  });
  if (options.json) console.log(JSON.stringify({ files: checked.map(plain) }, null, 2));
  else for (const one of checked) tell(one);
  return checked.every(({ isWell }) => isWell) ? exits.well : exits.found;
}

function plain({ rule, analysis, isWell }: Checked) {
  const { class: kind, cost, findings, cases } = analysis;
  return {
    file: rule.file,
    ...(rule.key !== undefined && { key: rule.key }),
    kind: rule.kind,
    ok: isWell,
    class: kind,
    cost,
    findings: findings.map((finding) => ({ ...finding, text: renderFinding(finding) })),
    cases: cases.map(({ id, ok, got, expected, error }) => ({
      id,
      ok,
      expected,
      ...(got !== undefined && { got }),
      ...(error && { error }),
    })),
  };
}

function tell({ rule, analysis, isWell }: Checked): void {
  const { class: kind, cost, findings, cases } = analysis;
  const green = cases.filter(({ ok }) => ok).length;
  const ran = rule.cases.length === 0 ? 'no cases' : `${green} of ${rule.cases.length} cases pass`;
  console.log(`${rule.file}: ${isWell ? 'well' : 'to be mended'} (${kind ?? 'no JSON'}, ${cost.nodes} nodes, ${ran})`);
  for (const finding of findings)
    console.log(`  ${finding.severity} ${finding.pointer || '/'} ${codeOf(finding)}: ${renderFinding(finding)}`);
  for (const { id, ok, got, expected, error } of cases) {
    if (ok) continue;
    console.log(`  case ${id}: ${error ? error.message : `gives ${text(got)}`}, expected ${text(expected)}`);
  }
}

/** A refusal of the checker is told by the checker's own code. */
function codeOf({ code, params }: Finding): string {
  const problem = params['problem'];
  return typeof problem === 'string' ? problem : code;
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalJson(value as Json);
}
