/** The manifest with what has another home filled in. */
export function manifest(): Promise<unknown>;
