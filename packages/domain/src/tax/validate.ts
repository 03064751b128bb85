import type { TaxFormDefinition, TaxProblem, TaxValues } from './form.js';
import { fieldsOf } from './forms.js';

/** A form as it was filled in and signed. */
export interface FilledForm {
  values: TaxValues;
  /** The name that was typed as a signature. */
  signedAs: string;
  /** In which capacity: as oneself, or e.g. as managing director. */
  capacity: string;
  /** What the signature confirms was read and ticked. */
  certified: boolean;
}

export interface CheckedForm {
  /** Tidied; fields that are not there, given the rest, keep nothing. */
  open: Record<string, string>;
  secret: Record<string, string>;
  problems: TaxProblem[];
}

/** Holds what was filled in against the form: every problem at its field, and what would be stored. Pure: browser and server ask the same. */
export function checkForm(form: TaxFormDefinition, filled: FilledForm, today: string): CheckedForm {
  const fields = fieldsOf(form);
  const known = new Set(fields.map(({ key }) => key));
  const problems: TaxProblem[] = Object.keys(filled.values)
    .filter((key) => !known.has(key))
    .map((field) => ({ field, code: 'unknown_field', message: 'This form has no such field.' }));
  const given = present(filled.values);
  const kept: Record<string, string> = {};
  const open: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const field of fields) {
    const value = given[field.key];
    // A field that an earlier answer has made disappear keeps nothing, so later checks do not see it either.
    if (field.shown && !field.shown(given)) continue;
    if (value === undefined) {
      if (field.needed?.(given)) problems.push(problem(field.key, 'needed', 'This is needed.'));
      continue;
    }
    const tidy = field.tidy?.(value) ?? value;
    kept[field.key] = tidy;
    (field.secret ? secret : open)[field.key] = tidy;
  }
  for (const field of fields) {
    const value = kept[field.key];
    if (value === undefined) continue;
    if (value.length > (field.max ?? 200)) problems.push(problem(field.key, 'too_long', 'This is too long.'));
    else if (field.options && !field.options.some((option) => option.value === value))
      problems.push(problem(field.key, 'not_an_option', 'Choose one of the answers.'));
    else if (field.kind === 'tick' && value !== 'yes')
      problems.push(problem(field.key, 'not_an_option', 'A box is ticked or not.'));
    else {
      const message = field.check?.(value, kept, today);
      if (message !== undefined) problems.push(problem(field.key, 'invalid', message));
    }
  }
  return { open, secret, problems: [...problems, ...signatureProblems(filled)] };
}

function signatureProblems({ signedAs, capacity, certified }: FilledForm): TaxProblem[] {
  return [
    ...(signedAs.trim().length < 2 ? [problem('signedAs', 'needed', 'Type your full name to sign.')] : []),
    ...(capacity.trim() === '' ? [problem('capacity', 'needed', 'Say in which capacity you sign.')] : []),
    ...(certified ? [] : [problem('certified', 'needed', 'Confirm what the signature stands for.')]),
  ];
}

function problem(field: string, code: TaxProblem['code'], message: string): TaxProblem {
  return { field, code, message };
}

/** Values without those that are empty. */
function present(values: TaxValues): TaxValues {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** A secret as people see it: its last four characters, of a date only the year. */
export function masked(key: string, value: string): string {
  if (key === 'birth') return `${value.slice(0, 4)}-••-••`;
  return `${'•'.repeat(Math.max(value.length - 4, 3))}${value.length > 5 ? value.slice(-4) : ''}`;
}
