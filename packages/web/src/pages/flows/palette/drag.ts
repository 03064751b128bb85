/** Under which type a kind of step is dragged from the palette onto the canvas. */
export const STEP_DATA = 'application/x-sluice-step';
