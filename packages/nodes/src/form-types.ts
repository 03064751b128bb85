/** A node's settings as a form: the browser draws it, `schema` checks what comes out. */
export interface NodeForm {
  fields: FormField[];
}

export interface FormField {
  /** Top-level key of the config. */
  key: string;
  label: string;
  help?: string;
  input:
    | 'text'
    | 'long_text'
    | 'number'
    | 'duration'
    | 'rule'
    | 'template'
    /** Key of another published flow. */
    | 'flow'
    | 'role'
    | 'event_types'
    | 'condition'
    | 'branches'
    /** Named ways out without conditions. */
    | 'paths'
    /** Named ways out with percentages. */
    | 'shares'
    | 'choice_or_number'
    | 'values'
    /** Several short texts. */
    | 'tags'
    | 'reference'
    | 'recipient'
    | 'moment'
    /** Local hours from–to, with weekdays: `{ from, to, weekdays? }`. */
    | 'quiet_hours'
    | 'choice'
    /** Any of a few. */
    | 'choices'
    | 'yes_no'
    | 'money';
  options?: { value: string; label: string }[];
  required?: boolean;
}
