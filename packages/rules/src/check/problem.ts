/** Why a rule is refused. */
export type ProblemCode =
  | 'not_json'
  | 'too_large'
  | 'too_many_nodes'
  | 'too_deep'
  | 'duplicate_key'
  | 'inherited_name'
  | 'unknown_operator'
  | 'operator_not_offered'
  | 'wrong_arguments'
  | 'mixed_types'
  | 'wrong_type'
  | 'not_in_enum'
  | 'not_a_day'
  | 'minor_units'
  | 'number_out_of_range'
  | 'in_ambiguous'
  | 'null_value'
  | 'unknown_fact'
  | 'untyped_fact'
  | 'computed_fact'
  | 'optional_unhandled'
  | 'no_otherwise'
  | 'not_rounded'
  | 'bad_literal'
  | 'computed_literal'
  | 'wrong_outcome'
  | 'bad_time_zone'
  | 'bad_duration'
  | 'reduce_unbounded'
  | 'unknown_rule'
  | 'rule_cycle'
  | 'rule_too_deep'
  | 'rule_unusable'
  | 'null_fact'
  | 'fact_type';

/** A change that cures a problem: put this JSON in the place of the node at the pointer. */
export interface Fix {
  readonly pointer: string;
  readonly replacement: unknown;
  readonly message: string;
}

/** A refusal, with its place in the rule and a sentence for people who do not program. */
export interface Problem {
  readonly pointer: string;
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix?: Fix;
}
