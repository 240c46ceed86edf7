import { sleep, unlessAborted } from "./time";

/**
 * Keeps the requests of different bridges apart that go to one site: each bridge paces its own, the account is the same one, and together they would go
 * twice as fast as either may. What one bridge sends is left to its own pace, behind whoever waits already.
 */
export class Turns {
  readonly #last = new Map<string, { browserId: string; at: number }>();
  readonly #queues = new Map<string, Promise<void>>();

  /** Waits until a request may start, the bridge's own distance after the last one of another. */
  async take(lane: string, browserId: string, gapMs: number, signal: AbortSignal): Promise<void> {
    const queue = this.#queues.get(lane);
    // With one bridge it is always so.
    if (!queue && this.#due(lane, browserId, gapMs) <= 0) this.#last.set(lane, { browserId, at: performance.now() });
    else await this.#join(lane, queue, () => this.#wait(lane, browserId, gapMs, signal), signal);
  }

  #join(lane: string, queue: Promise<void> | undefined, wait: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const mine = (queue ?? Promise.resolve()).then(wait);
    const end = mine.catch(() => undefined).then(() => {
      if (this.#queues.get(lane) === end) this.#queues.delete(lane);
    });
    this.#queues.set(lane, end);
    return unlessAborted(mine, signal);
  }

  async #wait(lane: string, browserId: string, gapMs: number, signal: AbortSignal): Promise<void> {
    const wait = this.#due(lane, browserId, gapMs);
    if (wait > 0 || signal.aborted) await sleep(Math.max(0, wait), signal);
    this.#last.set(lane, { browserId, at: performance.now() });
  }

  #due(lane: string, browserId: string, gapMs: number): number {
    const last = this.#last.get(lane);
    return last === undefined || last.browserId === browserId ? 0 : last.at + gapMs - performance.now();
  }
}
