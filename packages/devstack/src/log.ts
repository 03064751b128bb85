/** Takes one progress line, without a line end. */
export type Log = (line: string) => void;

/** Drops every line. */
export const silent: Log = () => undefined;
