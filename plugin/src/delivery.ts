import type { Bodies } from "./bodies";
import type { Ended, Journal } from "./journal";
import { elementsOf, membersOf } from "./json-scan";
import { log } from "./log";
import { MAX_INLINE_BYTES } from "./protocol";
import { joinJson, RawJson, writeJson, type Json } from "./raw-json";
import { sleep } from "./time";
import type { WireSocket } from "./wire-socket";

const AGAIN_MS = 1_000;

/** Gets results to the bridge: at once, or after the next connect; the big ones as bodies, one after the other. */
export class Delivery {
  #socket: WireSocket | undefined;
  readonly #unsent = new Map<string, Ended>();
  readonly #closed = new AbortController();
  #bodiesInTurn: Promise<void> = Promise.resolve();

  constructor(private readonly browserId: string, private readonly journal: Journal, private readonly bodies: Bodies) {}

  /** Whether a result waits to be sent. */
  holds(id: string): boolean {
    return this.#unsent.has(id);
  }

  held(): string[] {
    return [...this.#unsent.keys()];
  }

  /** The holdings were sent: results may follow. */
  async attach(socket: WireSocket, ended: readonly string[]): Promise<void> {
    this.#socket = socket;
    for (const [id, result] of this.#unsent) this.#sendSmall(id, result);
    await this.resend(ended);
  }

  detach(): void {
    this.#socket = undefined;
  }

  /** The pairing is gone; nothing is delivered any more. */
  close(): void {
    this.#closed.abort(new Error("The pairing is gone."));
  }

  begun(id: string): void {
    this.#socket?.send({ type: "begun", id });
  }

  async send(id: string, result: Ended): Promise<void> {
    this.#unsent.set(id, result);
    if (this.#sendSmall(id, result) || !isBig(result)) return;
    this.#bodiesInTurn = this.#bodiesInTurn.then(() => this.#sendBig(id, result)).catch((error: unknown) => {
      log.warn("a result could not be delivered", { id, detail: String(error) });
    });
    await this.#bodiesInTurn;
  }

  /** Sends recorded results again, from the journal. */
  async resend(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const socket = this.#socket;
      if (!socket) return;
      while (socket.open && socket.crowded) await sleep(20);
      const result = await this.#recorded(id, socket);
      if (result && !this.holds(id)) await this.send(id, result);
    }
  }

  acknowledged(ids: readonly string[]): void {
    for (const id of ids) this.#unsent.delete(id);
  }

  // A disk that refuses now may give it later. Meanwhile the connection goes on, and what needs no disk.
  async #recorded(id: string, socket: WireSocket): Promise<Ended | undefined> {
    while (socket === this.#socket && socket.open) {
      try {
        return await this.journal.ended(this.browserId, id);
      } catch (error) {
        log.warn("the recorded end of a write could not be read", { id, detail: String(error) });
        await sleep(AGAIN_MS, this.#closed.signal).catch(() => undefined);
      }
    }
    return undefined;
  }

  #sendSmall(id: string, result: Ended): boolean {
    if (isBig(result) || !this.#socket?.sendFrame(frameOf(id, result.head, result.payload))) return false;
    this.#unsent.delete(id);
    return true;
  }

  async #sendBig(id: string, result: Ended): Promise<void> {
    const body = new Blob([result.payload ?? ""]);
    while (this.#unsent.has(id)) {
      const taken = await this.bodies.put(id, body, this.#closed.signal);
      const frame = taken ? frameOf(id, result.head, writeJson({ payload: taken })) : frameOf(id, result.head, withoutData(result.payload));
      if (this.#socket?.sendFrame(frame)) this.#unsent.delete(id);
    }
  }
}

// One UTF-16 unit is at most three bytes.
function isBig({ payload }: Ended): boolean {
  if (typeof payload === "object") return payload.byteLength > MAX_INLINE_BYTES;
  if (payload === undefined || payload.length * 3 <= MAX_INLINE_BYTES) return false;
  return payload.length > MAX_INLINE_BYTES || new TextEncoder().encode(payload).byteLength > MAX_INLINE_BYTES;
}

/** The frame of a result; head and payload are JSON objects whose members go into it as they are. */
function frameOf(id: string, head: string, payload: Json = "{}"): Json {
  const start = `{"type":"result","id":${JSON.stringify(id)},${head.slice(1, -1)}`;
  if (typeof payload === "object") return joinJson([`${start},`, payload.subarray(1)]);
  return payload === "{}" ? `${start}}` : `${start},${payload.slice(1)}`;
}

// What is left of an answer that the bridge will not take: that there was one.
function withoutData(payload: Json = "{}"): string {
  const results = membersOf(new RawJson(payload).text).get("results");
  if (results === undefined) return "{}";
  const error = "The answer is too big for the bridge and was left out.";
  return writeJson({
    results: elementsOf(results).map((text) => ({ ...(JSON.parse(text) as object), data: undefined, error })),
  });
}
