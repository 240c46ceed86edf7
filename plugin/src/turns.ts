import { sleep } from "./time";

/**
 * Keeps the requests of different bridges apart that go to one site: each bridge paces its own, the account is the same one, and together they would go
 * twice as fast as either may. What one bridge sends is left to its own pace.
 */
export class Turns {
  readonly #last = new Map<string, { browserId: string; at: number }>();

  /** Waits until a request may start, the bridge's own distance after the last one of another. */
  async take(lane: string, browserId: string, gapMs: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const last = this.#last.get(lane);
      const wait = last === undefined || last.browserId === browserId ? 0 : last.at + gapMs - performance.now();
      if (wait <= 0) break;
      await sleep(wait, signal);
    }
    this.#last.set(lane, { browserId, at: performance.now() });
  }
}
