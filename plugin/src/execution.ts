import { isLimit } from "./answer";
import type { Bodies } from "./bodies";
import { Stop, type Job } from "./job";
import type { Journal } from "./journal";
import { Failure, noAnswer, UNKNOWN_DETAIL, type Outcome } from "./outcome";
import { isWrite } from "./method";
import { networkBack } from "./network";
import type { SiteResponse } from "./protocol";
import type { Sent, SiteClient } from "./site-client";
import { sleep } from "./time";

/** How the requests of a command follow each other. */
export interface Order {
  parallel: number;
  gapMs: number;
  /** Ends at the first answer that is not a success. */
  strict: boolean;
}

interface Services {
  journal: Journal;
  bodies: Bodies;
  /** Asked before each request: fails when the seller paused the plugin, took back the site, or must be asked. */
  gate: () => Promise<void>;
  /** Waits for the turn among what other bridges send to the site. */
  turn: () => Promise<void>;
}

/** Runs the requests of one command and says what became of each. */
export class Execution {
  readonly #responses: (SiteResponse | undefined)[] = [];
  #next = 0;
  #startAt = 0;
  #stop: Failure | Stop | undefined;
  #why = "";

  constructor(
    private readonly job: Job,
    private readonly client: SiteClient,
    private readonly services: Services,
    private readonly browserId: string,
  ) {}

  async run(order: Order): Promise<Outcome> {
    const hands = Math.max(1, Math.min(order.parallel, this.job.requests.length));
    await Promise.all(Array.from({ length: hands }, () => this.#work(order)));
    return this.#outcome();
  }

  async #work({ gapMs, strict }: Order): Promise<void> {
    while (this.#why === "" && this.#next < this.job.requests.length) {
      const index = this.#next++;
      try {
        await this.#awaitTurn(gapMs);
        if (this.#ended()) return;
        const { response, stop } = await this.#one(index);
        if (stop) this.#end(stop, stop.detail);
        this.#answered(index, response, strict);
      } catch (error) {
        // Of several: nothing of this one was sent, and the others need other bodies or none.
        if (error instanceof Failure && error.code === "body_gone" && this.job.requests.length > 1) this.#answered(index, noAnswer("not_run", error.detail), strict);
        else if (error instanceof Failure) this.#end(error, error.detail);
        else if (error instanceof Stop) this.#end(error, this.#stopText());
        else this.#fault(index, error);
      }
    }
  }

  #answered(index: number, response: SiteResponse, strict: boolean): void {
    this.#responses[index] = response;
    // It waits for what the site says: nothing more is sent meanwhile, and the bridge stops the lane.
    if (isLimit(response)) this.#end(undefined, "The site says that it is asked too often.");
    if (strict && !response.success) this.#end(undefined, `Request ${String(index)} did not succeed.`);
  }

  async #one(index: number): Promise<Sent> {
    const { job, browserId } = this;
    const request = job.requests[index];
    if (!request) throw new Error("No such request.");
    const files: Blob[] = [];
    for (const { body, mime_type } of request.files ?? []) files.push(await this.services.bodies.pull(body, job.signal, mime_type));
    // Begun without a network, each change of a long run would end unknown, one after the other.
    if (isWrite(request.method)) await networkBack(() => this.client.reaches(job.signal), job.signal, () => { job.throwIfStopped(); });
    await this.services.gate();
    await job.begin();
    const recorded = job.write && job.requests.length > 1 && isWrite(request.method);
    if (recorded) await this.services.journal.part(browserId, job.command.id, index);
    try {
      const sent = await this.client.send(job, request, files);
      return recorded && sent.response.code !== "outcome_unknown" ? await this.#recorded(index, sent) : sent;
    } catch (error) {
      // Nothing was sent after all. If the disk refuses that, the command's end, which comes next, takes its parts away.
      const unsent = recorded && (error instanceof Failure || error instanceof Stop);
      if (unsent) await this.services.journal.unpart(browserId, job.command.id, index).catch(() => undefined);
      throw error;
    }
  }

  // On the disk before the next one begins. If the disk refuses, nothing more is begun.
  async #recorded(index: number, sent: Sent): Promise<Sent> {
    try {
      await this.services.journal.part(this.browserId, this.job.command.id, index, sent.response);
      return sent;
    } catch (error) {
      return error instanceof Failure && !sent.stop ? { ...sent, stop: error } : sent;
    }
  }

  #fault(index: number, error: unknown): void {
    const text = `A fault of the plugin: ${String(error)}`;
    const write = isWrite(this.job.requests[index]?.method ?? "");
    this.#responses[index] = noAnswer(write && this.job.begun ? "outcome_unknown" : "not_run", text);
    this.#end(new Failure("internal", text), text);
  }

  async #awaitTurn(gapMs: number): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#startAt);
    this.#startAt = at + gapMs;
    if (at > now) await sleep(at - now, this.job.signal);
    await this.services.turn();
  }

  #ended(): boolean {
    return this.#why !== "";
  }

  // The first reason counts.
  #end(stop: Failure | Stop | undefined, why: string): void {
    if (this.#ended()) return;
    this.#stop = stop;
    this.#why = why;
  }

  #stopText(): string {
    return this.job.stopped === "cancel" ? "The command was cancelled." : "The command's deadline passed.";
  }

  #outcome(): Outcome {
    const { job } = this;
    const cancelled = job.stopped === "cancel";
    const results = Array.from(job.requests, (_, index) =>
      this.#responses[index] ?? noAnswer(cancelled && this.#stop instanceof Stop ? "cancelled" : "not_run", this.#why));
    const answered = results.some((response) => response.status !== 0);
    const known = answered ? { results } : {};
    if (results.some((response) => response.code === "outcome_unknown")) {
      return { outcome: "unknown", code: "outcome_unknown", detail: UNKNOWN_DETAIL, results };
    }
    if (this.#stop instanceof Failure) return { outcome: "failed", code: this.#stop.code, detail: this.#stop.detail, ...known };
    const givenUp = this.#stop instanceof Stop || (job.stopped && results.some(({ code }) => code === "cancelled" || code === "timeout"));
    if (givenUp && !(job.write && answered)) {
      if (cancelled) return { outcome: "cancelled", ...known };
      if (!job.begun) return { outcome: "expired" };
      return { outcome: "failed", code: "timeout", detail: "The deadline passed before the site answered.", ...known };
    }
    const [only] = results;
    if (results.length === 1 && only?.code === "timeout") return { outcome: "failed", code: "timeout", detail: only.error ?? "", results };
    return { outcome: "done", results };
  }
}
