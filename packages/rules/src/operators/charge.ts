/** One step of the budget is charged for so many characters of a text that is made or searched. */
export const STEP_CHARACTERS = 16;

/** One step of the budget is charged for so many items of a list that is copied or searched. */
export const STEP_ITEMS = 4;
