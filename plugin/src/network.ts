import { sleep } from "./time";

const AGAIN_MS = 1_000;

/** Whether the browser knows that there is no network. That it knows of none missing proves nothing. */
export const isOffline = (): boolean => !navigator.onLine;

/** Returns once the browser no longer knows that there is no network; `stop` throws when nobody waits any more. */
export async function networkBack(signal: AbortSignal, stop: () => void): Promise<void> {
  // Asked again and again rather than awaited: an event that a suspended background misses would keep the lane for ever.
  while (isOffline()) {
    await sleep(AGAIN_MS, signal);
    stop();
  }
}
