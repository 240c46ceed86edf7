import { sleep, unlessAborted } from "./time";

/**
 * Keeps the requests of different bridges apart that go to one site: each bridge paces its own, the account is the same one, and together they would go
 * twice as fast as either may. What one bridge sends is left to its own pace, behind whoever waits already.
 */
export class Turns {
  readonly #last = new Map<string, { browserId: string; at: number }>();
  readonly #queues = new Map<string, Promise<void>>();

  /** Waits until a request may start, the bridge's own distance after the last one of another. */
  take(lane: string, browserId: string, gapMs: number, signal: AbortSignal): Promise<void> {
    const mine = (this.#queues.get(lane) ?? Promise.resolve()).then(() => this.#wait(lane, browserId, gapMs, signal));
    this.#queues.set(lane, mine.catch(() => undefined));
    return unlessAborted(mine, signal);
  }

  async #wait(lane: string, browserId: string, gapMs: number, signal: AbortSignal): Promise<void> {
    const last = this.#last.get(lane);
    const wait = last === undefined || last.browserId === browserId ? 0 : last.at + gapMs - performance.now();
    if (wait > 0 || signal.aborted) await sleep(Math.max(0, wait), signal);
    this.#last.set(lane, { browserId, at: performance.now() });
  }
}
