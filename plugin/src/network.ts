import { sleep } from "./time";

const AGAIN_MS = 1_000;

let mistaken = false;

/** Whether the browser knows that there is no network. That it knows of none missing proves nothing. */
export const isOffline = (): boolean => !navigator.onLine && !mistaken;

/**
 * Returns once the browser no longer knows that there is no network. `reaches` looks once whether the site answers all the same, as on a machine that has
 * only itself; `stop` throws when nobody waits any more.
 */
export async function networkBack(reaches: () => Promise<boolean>, signal: AbortSignal, stop: () => void): Promise<void> {
  if (navigator.onLine) mistaken = false;
  if (!isOffline()) return;
  mistaken = await reaches();
  // Asked again and again rather than awaited: an event that a suspended background misses would keep the lane for ever.
  while (isOffline()) {
    await sleep(AGAIN_MS, signal);
    stop();
  }
}
