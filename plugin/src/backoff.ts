const LEAST_MS = 250;
const FIRST_MS = 500;
const MOST_MS = 30_000;

/** How long to wait before try `n` (0, 1, …) of a lost connection: full jitter, `docs/protocol.md` §2. */
export function backoff(n: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(n, 16));
  return LEAST_MS + random() * (ceiling - LEAST_MS);
}
