import type { Database } from "./database";
import type { Job } from "./job";
import { log, pathOf } from "./log";
import { isWrite } from "./method";
import type { Outcome } from "./outcome";
import type { Pairing } from "./pairings";
import { sleep } from "./time";

/** So many lines of writes are kept, and so many of all else: no flood of reads or pings pushes out what was changed. */
export const KEPT = 1000;
const TRIM_EVERY = 200;
const GATHER_MS = 250;

/** One line of the seller's own list. */
export interface ActivityLine {
  key?: number;
  at: number;
  bridge: string;
  backend: string;
  site: string;
  action: string;
  /** Such as `PUT /api/v2/items/7`; never a query. */
  what: string;
  write: boolean;
  outcome: string;
  code?: string;
  status?: number;
  durationMs: number;
}

/** Everything that ran in this browser, for the seller to read. */
export class Activity {
  #added = 0;
  #waiting: ActivityLine[] = [];
  #flush: Promise<void> | undefined;
  #written = Promise.resolve();

  constructor(private readonly db: Database) {}

  /** Takes a line; it is written with those that come in the same moment, so that the list never slows a command. */
  add(pairing: Pairing, job: Job, outcome: Outcome): void {
    this.#waiting.push(lineOf(pairing, job, outcome));
    this.#written = this.#flush ??= sleep(GATHER_MS).then(() => this.#write());
  }

  /** Resolves once what was added is written. */
  settled(): Promise<void> {
    return this.#written;
  }

  async #write(): Promise<void> {
    this.#flush = undefined;
    const lines = this.#waiting.splice(0);
    const added = this.#added;
    this.#added += lines.length;
    try {
      await this.db.write(["activity"], (store) => { for (const line of lines) store("activity").add({ ...line, kind: Number(line.write) }); }, "relaxed");
      if (Math.floor(added / TRIM_EVERY) !== Math.floor(this.#added / TRIM_EVERY) || added === 0) await this.#trim();
    } catch (error) {
      log.warn("the activity list could not be written", { detail: String(error) });
    }
  }

  /** The newest lines first. */
  async newest(most: number): Promise<ActivityLine[]> {
    await this.#written;
    const keys = await this.db.read("activity", (store) => store.getAllKeys());
    const oldest = keys.at(-most) ?? keys[0];
    if (oldest === undefined || most < 1) return [];
    const range = IDBKeyRange.lowerBound(oldest);
    const lines = await this.db.read<ActivityLine[]>("activity", (store) => store.getAll(range) as IDBRequest<ActivityLine[]>);
    return lines.reverse().slice(0, most);
  }

  async #trim(): Promise<void> {
    const kinds = [0, 1].map((kind) => this.db.read("activity", (store) => store.index("kind").getAllKeys(kind)));
    const surplus = (await Promise.all(kinds)).flatMap((keys) => keys.slice(0, -KEPT));
    if (surplus.length > 0) await this.db.write(["activity"], (store) => { for (const key of surplus) store("activity").delete(key); }, "relaxed");
  }
}

function lineOf(pairing: Pairing, job: Job, { outcome, code, results }: Outcome): ActivityLine {
  const { command, requests } = job;
  // What changes something is what the seller looks for: no read in front of it hides it.
  const first = requests.find(({ method }) => isWrite(method)) ?? requests[0];
  const more = requests.length > 1 ? ` (+${String(requests.length - 1)})` : "";
  const status = results?.at(-1)?.status;
  return {
    at: Date.now(),
    bridge: pairing.bridgeName,
    backend: command.backend,
    site: command.site,
    action: command.action,
    what: first ? `${first.method} ${pathOf(first.url)}${more}` : "",
    write: job.write,
    outcome,
    ...(code && { code }),
    ...(status !== undefined && { status }),
    durationMs: Math.round(job.durationMs),
  };
}
