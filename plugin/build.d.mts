/** The manifest with what has another home filled in. */
export function manifest(): Promise<unknown>;
/** Puts a finished build in the place of the last. */
export function settle(made: string, dist: string): Promise<void>;
