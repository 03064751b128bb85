/** What stops a running rule. It never becomes a value: the step that asked is parked with it. */
export type FaultCode =
  'fact_missing' | 'fact_type' | 'overflow' | 'division_by_zero' | 'budget_exceeded' | 'not_exact' | 'bad_outcome';

export class RuleFault extends Error {
  pointer: string | undefined;
  constructor(
    readonly code: FaultCode,
    message: string,
    pointer?: string,
  ) {
    super(message);
    this.name = 'RuleFault';
    this.pointer = pointer;
  }
}

/** Stops the evaluation. Operators leave the pointer to the compiler, which knows the node. */
export function fault(code: FaultCode, message: string, pointer?: string): never {
  throw new RuleFault(code, message, pointer);
}
