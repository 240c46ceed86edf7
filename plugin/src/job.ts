import type { Command, SiteRequest } from "./protocol";

/** Which of the two made the bridge lose interest. */
export type Stopped = "cancel" | "deadline";

/** One command on its way through this browser. */
export class Job {
  readonly #receivedAt = performance.now();
  readonly #receivedOn = Date.now();
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  #later: ReturnType<typeof setTimeout> | undefined;
  #begin: Promise<void> | undefined;
  /** Filled in once the payload is here and the policy has been asked. */
  requests: readonly SiteRequest[] = [];
  write = false;
  begun = false;
  stopped: Stopped | undefined;

  /**
   * @param onBegin What makes a beginning durable and tells the bridge.
   * @param lateMs How long the command was under way: the bridge's deadline has run since.
   */
  constructor(readonly command: Command, private readonly onBegin: (job: Job) => Promise<void>, private readonly lateMs = 0) {
    this.#timer = setTimeout(() => { this.#stop("deadline"); }, Math.max(0, command.deadline_ms - lateMs));
  }

  /** Aborted when what is in flight should end, too. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** It may be that its beginning is durable already. */
  get beginning(): boolean {
    return this.#begin !== undefined;
  }

  get durationMs(): number {
    return performance.now() - this.#receivedAt;
  }

  /** What is left of the deadline, in milliseconds. */
  get leftMs(): number {
    // While the computer sleeps the one clock may stand still; the bridge's deadline does not.
    const gone = Math.max(this.durationMs, Date.now() - this.#receivedOn);
    return Math.max(0, this.command.deadline_ms - this.lateMs - gone);
  }

  /** Called before every fetch; the first call makes the beginning durable. */
  async begin(): Promise<void> {
    this.throwIfStopped();
    this.#begin ??= this.onBegin(this).then(() => { this.begun = true; });
    await this.#begin;
    this.throwIfStopped();
  }

  /** The bridge will not wait any longer. A write in flight goes on to its end. */
  cancel(): void {
    this.#stop("cancel");
  }

  throwIfStopped(): void {
    // The timer may be late.
    if (this.leftMs === 0) this.#stop("deadline");
    if (this.stopped) throw new Stop();
  }

  /** Acts after so many milliseconds, unless the command has ended by then. */
  after(ms: number, act: () => void): void {
    this.#later = setTimeout(act, ms);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#later);
  }

  #stop(why: Stopped): void {
    if (this.stopped) return;
    this.stopped = why;
    if (why === "deadline" || !this.write || !this.begun) this.#controller.abort(new Stop());
  }
}

/** The command was cancelled or its deadline passed; the runner knows which. */
export class Stop extends Error {
  constructor() {
    super("stopped");
  }
}
