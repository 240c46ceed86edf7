import type { Activity } from "./activity";
import { runCommand, type Tools } from "./commands";
import type { Bodies } from "./bodies";
import { Delivery } from "./delivery";
import { Job, Stop } from "./job";
import { sealOutcome, type Journal } from "./journal";
import { log } from "./log";
import { Failure, UNKNOWN_DETAIL, type Outcome } from "./outcome";
import type { Pairing } from "./pairings";
import type { Command } from "./protocol";
import type { Busy } from "./update";

export interface RunnerParts {
  pairing: Pairing;
  journal: Journal;
  bodies: Bodies;
  activity: Activity;
  tools: Tools;
}

/** A read that is over sooner is not told to have begun: one message less while it runs. */
const LONG_MS = 100;

/** Runs the commands of one bridge. What it knows outlives the connection; what it began outlives the background, by the journal. */
export class Runner {
  readonly delivery: Delivery;
  readonly #running = new Map<string, Job>();

  constructor(private readonly parts: RunnerParts, private readonly worked: () => void) {
    this.delivery = new Delivery(parts.pairing.browserId, parts.journal, parts.bodies);
  }

  get running(): number {
    return this.#running.size;
  }

  /** What would be lost if the background ended now. */
  get busy(): Busy {
    const jobs = [...this.#running.values()];
    if (jobs.some((job) => job.write && job.beginning)) return "change";
    return jobs.length > 0 || this.delivery.held().length > 0 ? "other" : undefined;
  }

  /** A command came, after so long under way. It never runs a second time: `docs/protocol.md` §6, last paragraph. */
  receive(command: Command, lateMs = 0): void {
    const { journal, pairing } = this.parts;
    if (this.#running.has(command.id) || this.delivery.holds(command.id)) return;
    const known = journal.state(pairing.browserId, command.id);
    if (known === "ended") {
      void this.delivery.resend([command.id]);
      return;
    }
    if (known === "begun") {
      const outcome: Outcome = { outcome: "unknown", code: "outcome_unknown", detail: UNKNOWN_DETAIL };
      void this.delivery.send(command.id, sealOutcome(outcome, 0));
      return;
    }
    const job = new Job(command, (begun) => this.#begin(begun), lateMs);
    this.#running.set(command.id, job);
    this.worked();
    void this.#run(job);
  }

  cancel(id: string): void {
    this.#running.get(id)?.cancel();
  }

  /** The bridge has no say here any more: what it asked for ends, but for a write in flight, which goes on to its end. */
  cancelAll(): void {
    for (const job of this.#running.values()) job.cancel();
  }

  async acknowledged(ids: readonly string[]): Promise<void> {
    const ended = ids.filter((id) => !this.#running.has(id));
    this.delivery.acknowledged(ended);
    await this.parts.journal.forget(this.parts.pairing.browserId, ended);
  }

  /** What `docs/protocol.md` §9 wants to know; the results of `ended` follow by {@link Delivery.resend}. */
  holdings(): { running: string[]; begun: string[]; ended: string[] } {
    const { journal, pairing } = this.parts;
    const running = new Set([...this.#running.keys(), ...this.delivery.held()]);
    const idle = (id: string): boolean => !running.has(id);
    return {
      running: [...running],
      begun: journal.ids(pairing.browserId, "begun").filter(idle),
      ended: journal.ids(pairing.browserId, "ended").filter(idle),
    };
  }

  async #begin(job: Job): Promise<void> {
    const { id } = job.command;
    if (job.write) {
      await this.parts.journal.begin(this.parts.pairing.browserId, id, job.requests.length);
      this.delivery.begun(id);
    } else job.after(LONG_MS, () => { this.delivery.begun(id); });
  }

  async #run(job: Job): Promise<void> {
    const { command } = job;
    const outcome = await runCommand(job, this.parts).catch((error: unknown) => failed(job, error));
    job.dispose();
    const sealed = sealOutcome(outcome, job.durationMs);
    if (job.write && job.begun) {
      // If the disk refuses, the result still goes out; the journal then says `begun`, which is true.
      await this.parts.journal.end(this.parts.pairing.browserId, command.id, sealed).catch((error: unknown) => {
        log.warn("the end of a write could not be recorded", { id: command.id, detail: String(error) });
      });
    }
    this.#running.delete(command.id);
    // The result first: nobody waits for the rest.
    const delivered = this.delivery.send(command.id, sealed);
    this.parts.activity.add(this.parts.pairing, job, outcome);
    this.worked();
    await delivered;
  }
}

function failed(job: Job, error: unknown): Outcome {
  if (error instanceof Failure) return { outcome: "failed", code: error.code, detail: error.detail };
  if (error instanceof Stop) {
    if (job.stopped === "cancel") return { outcome: "cancelled" };
    if (!job.begun) return { outcome: "expired" };
    return { outcome: "failed", code: "timeout", detail: "The deadline passed before the site answered." };
  }
  log.warn("a command failed by a fault of the plugin", { id: job.command.id, detail: String(error) });
  const detail = `A fault of the plugin: ${String(error)}`;
  return job.write && job.begun ? { outcome: "unknown", code: "outcome_unknown", detail } : { outcome: "failed", code: "internal", detail };
}
