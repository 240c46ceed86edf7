import type { Database } from "./database";
import { log } from "./log";
import { Failure, noAnswer, UNKNOWN_DETAIL, type Outcome } from "./outcome";
import type { SiteResponse } from "./protocol";
import { packJson, RawJson, writeJson, type Json } from "./raw-json";

type State = "begun" | "ended";

interface Entry {
  browserId: string;
  id: string;
  state: State;
  begunAt: number;
  /** How many requests the command has. */
  requests: number;
  /** The result without its id, as it goes on the wire; only when ended. */
  head?: string;
  payload?: Json;
}

interface Part {
  browserId: string;
  id: string;
  index: number;
  /** JSON of the response; absent while it is in flight. */
  response?: string;
}

/** A result as the journal keeps it: its first fields, and the JSON object with `data` or `results` that may have to travel as a body. */
export interface Ended {
  head: string;
  payload?: Json;
}

/**
 * The durable record of writes begun and ended. Which ids it holds is kept in memory too, so that looking a command up costs nothing;
 * every change is on the disk before it is believed.
 */
export class Journal {
  readonly #states = new Map<string, Map<string, State>>();

  private constructor(private readonly db: Database) {}

  /** Reads what an earlier background left, and settles batches that it left half done. */
  static async open(db: Database): Promise<Journal> {
    const journal = new Journal(db);
    for (const entry of await db.read<Entry[]>("journal", (store) => store.getAll() as IDBRequest<Entry[]>)) {
      journal.#of(entry.browserId).set(entry.id, entry.state);
      if (entry.state === "begun" && entry.requests > 1) {
        // If the disk refuses, it stays begun, which is true, and everything else goes on.
        await journal.#settle(entry).catch((error: unknown) => {
          log.warn("a batch that was cut short could not be settled", { id: entry.id, detail: String(error) });
        });
      }
    }
    return journal;
  }

  /** What the journal knows of a command of this browser. */
  state(browserId: string, id: string): State | undefined {
    return this.#of(browserId).get(id);
  }

  ids(browserId: string, state: State): string[] {
    return Array.from(this.#of(browserId)).filter(([, is]) => is === state).map(([id]) => id);
  }

  /** The browsers of which it holds anything. */
  browsers(): string[] {
    return [...this.#states.keys()];
  }

  /** A write is about to begin. Resolves once that is on the disk; fails with `storage_unavailable`. */
  async begin(browserId: string, id: string, requests: number): Promise<void> {
    const entry: Entry = { browserId, id, state: "begun", begunAt: Date.now(), requests };
    try {
      await this.db.write(["journal"], (store) => { store("journal").put(entry); });
    } catch (error) {
      throw new Failure("storage_unavailable", `The plugin's journal cannot be written (${String(error)}). Free some disk space.`);
    }
    this.#of(browserId).set(id, "begun");
  }

  /** One request of several is about to begin, or got this answer. */
  async part(browserId: string, id: string, index: number, response?: SiteResponse): Promise<void> {
    const part: Part = { browserId, id, index, ...(response && { response: writeJson(response) }) };
    try {
      await this.db.write(["parts"], (store) => { store("parts").put(part); });
    } catch (error) {
      throw new Failure("storage_unavailable", `The plugin's journal cannot be written (${String(error)}). Free some disk space.`);
    }
  }

  /** A request of several was not sent after all. */
  async unpart(browserId: string, id: string, index: number): Promise<void> {
    await this.db.write(["parts"], (store) => { store("parts").delete([browserId, id, index]); });
  }

  /** A write ended like this. Resolves once that is on the disk. */
  async end(browserId: string, id: string, ended: Ended): Promise<void> {
    const entry: Entry = { browserId, id, state: "ended", begunAt: Date.now(), requests: 0, ...ended };
    await this.db.write(["journal", "parts"], (store) => {
      store("journal").put(entry);
      store("parts").delete(rangeOf(browserId, id));
    });
    this.#of(browserId).set(id, "ended");
  }

  /** The recorded end of a write. */
  async ended(browserId: string, id: string): Promise<Ended | undefined> {
    const entry = await this.db.read<Entry | undefined>("journal", (store) => store.get([browserId, id]) as IDBRequest<Entry | undefined>);
    return entry?.head === undefined ? undefined : { head: entry.head, ...(entry.payload !== undefined && { payload: entry.payload }) };
  }

  /** The bridge has these outcomes on its disk. If that is lost here, they are only sent once more. */
  async forget(browserId: string, ids: readonly string[]): Promise<void> {
    const held = ids.filter((id) => this.#of(browserId).has(id));
    if (held.length === 0) return;
    await this.db.write(["journal", "parts"], (store) => {
      for (const id of held) {
        store("journal").delete([browserId, id]);
        store("parts").delete(rangeOf(browserId, id));
      }
    }, "relaxed");
    for (const id of held) this.#of(browserId).delete(id);
  }

  /** The pairing is gone. */
  async forgetBrowser(browserId: string): Promise<void> {
    await this.forget(browserId, Array.from(this.#of(browserId).keys()));
    this.#states.delete(browserId);
  }

  #of(browserId: string): Map<string, State> {
    let states = this.#states.get(browserId);
    if (!states) this.#states.set(browserId, (states = new Map<string, State>()));
    return states;
  }

  // A batch that the browser's end cut short: what was answered is known and must reach the bridge.
  async #settle(entry: Entry): Promise<void> {
    const parts = await this.db.read<Part[]>("parts", (store) => store.getAll(rangeOf(entry.browserId, entry.id)) as IDBRequest<Part[]>);
    if (!parts.some((part) => part.response !== undefined)) return;
    const outcome = settledOutcome(entry.requests, parts);
    await this.end(entry.browserId, entry.id, sealOutcome(outcome, 0));
  }
}

/** What can be said of a batch whose browser was closed in its midst. */
export function settledOutcome(requests: number, parts: readonly { index: number; response?: string }[]): Outcome {
  const known = new Map(parts.map((part) => [part.index, part]));
  const texts = Array.from({ length: requests }, (_, index) => {
    const part = known.get(index);
    if (part?.response !== undefined) return part.response;
    return writeJson(part ? noAnswer("outcome_unknown", UNKNOWN_DETAIL) : noAnswer("not_run", "The browser was closed before it ran."));
  });
  const results = texts.map((text) => new RawJson(text)) as unknown as SiteResponse[];
  const doubt = parts.some((part) => part.response === undefined);
  return doubt ? { outcome: "unknown", code: "outcome_unknown", detail: UNKNOWN_DETAIL, results } : { outcome: "done", results };
}

/** The form that is kept and sent. */
export function sealOutcome({ outcome, code, detail, data, results }: Outcome, durationMs: number): Ended {
  const head = writeJson({ outcome, duration_ms: Math.round(durationMs), code, detail });
  return data || results ? { head, payload: packJson({ data, results }) } : { head };
}

function rangeOf(browserId: string, id: string): IDBKeyRange {
  return IDBKeyRange.bound([browserId, id], [browserId, id, []]);
}
