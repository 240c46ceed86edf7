const LOOK_MS = 1_000;
/** So long everything is waited for; then only changes are, for reads run again by themselves. */
const PATIENCE_MS = 600_000;

/** What a reload would cut short: a change whose end would not be known, or something that only has to be done again. */
export type Busy = "change" | "other" | undefined;

/**
 * A newer version of the plugin waits: Firefox leaves it to a plugin that listens, and would end any other's background at once, in the midst of a change.
 */
export class Update {
  #since: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param settled What must be on the disk first, short enough to wait for. */
  constructor(private readonly busy: () => Busy, private readonly settled: () => Promise<unknown>) {}

  /** The browser has it. */
  available(): void {
    if (this.#since !== undefined) return;
    this.#since = performance.now();
    void this.look();
  }

  /** Something came to rest. */
  async look(): Promise<void> {
    if (this.#since === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { void this.look(); }, LOOK_MS);
    if (this.#mustWait()) return;
    await this.settled();
    if (this.#mustWait()) return;
    clearTimeout(this.#timer);
    this.#since = undefined;
    chrome.runtime.reload();
  }

  #mustWait(): boolean {
    const busy = this.busy();
    return busy === "change" || (busy === "other" && performance.now() - (this.#since ?? 0) < PATIENCE_MS);
  }
}
