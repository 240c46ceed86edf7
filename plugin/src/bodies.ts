import { isIntact, openChunk, sealChunk, type Chunk } from "./chunk-frame";
import { sha256 } from "./encoding";
import { Failure } from "./outcome";
import { writeMessage, type BodyRef, type Message } from "./protocol";
import { deferred, unlessAborted } from "./time";
import type { WireSocket } from "./wire-socket";

/** The largest body that is taken in, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
const ANSWER_MS = 30_000;
const TRIES = 3;
const NO_BODY = "none";

type Answer = Chunk | Message<"body_ok"> | Message<"body_gone">;
type Frame = string | Uint8Array<ArrayBuffer>;

/**
 * Bodies that are too big for a message, chunk by chunk over the same socket. A transfer whose socket is lost waits for the next one and
 * goes on where it stopped.
 */
export class Bodies {
  #socket: WireSocket | undefined;
  #connected = deferred<WireSocket>();
  #chunkBytes = 256 * 1024;
  #lastRef = 0;
  readonly #waiting = new Map<number, (answer: Answer | null) => void>();

  /** A connection is ready to be used. */
  attach(socket: WireSocket, chunkBytes: number): void {
    this.#socket = socket;
    this.#chunkBytes = chunkBytes;
    socket.onChunk = (frame) => {
      const chunk = openChunk(frame);
      if (chunk) this.#waiting.get(chunk.ref)?.(chunk);
      else socket.close(4400, "a binary frame is too short");
    };
    this.#connected.resolve(socket);
  }

  detach(): void {
    this.#socket = undefined;
    this.#connected = deferred<WireSocket>();
    for (const answered of [...this.#waiting.values()]) answered(null);
  }

  answer(message: Message<"body_ok"> | Message<"body_gone">): void {
    this.#waiting.get(message.ref)?.(message);
  }

  /** Fetches a body from the bridge. Its chunks are kept as blobs, which the browser may put on its disk. */
  async pull(body: BodyRef, signal: AbortSignal, mimeType = ""): Promise<Blob> {
    if (body.size > MAX_BODY_BYTES) throw new Failure("invalid_request", `A body of ${String(body.size)} bytes is more than the plugin takes.`);
    const chunks: Blob[] = [];
    let offset = 0;
    let damaged = 0;
    while (offset < body.size) {
      const ref = ++this.#lastRef;
      const length = Math.min(this.#chunkBytes, body.size - offset);
      const ask = writeMessage({ type: "body_get", ref, body_id: body.body_id, offset, length });
      const answer = await this.#ask(await this.#ready(signal), ref, ask, signal);
      if (answer && "type" in answer) throw new Failure("body_gone", answer.type === "body_gone" ? answer.detail : "The bridge did not answer with it.");
      if (answer && answer.bytes.byteLength === length && (await isIntact(answer))) {
        chunks.push(new Blob([answer.bytes]));
        offset += length;
        damaged = 0;
      } else if (answer && ++damaged === TRIES) {
        throw new Failure("body_gone", `A part of the body ${body.body_id} came damaged ${String(TRIES)} times.`);
      }
    }
    const whole = new Blob(chunks, { type: mimeType });
    if ((await sha256(await whole.arrayBuffer())) === body.sha256.toLowerCase()) return whole;
    throw new Failure("body_gone", `The body ${body.body_id} is not what its SHA-256 says.`);
  }

  /** Hands a body to the bridge and says what to call it; null when the bridge will not take it. */
  async put(id: string, whole: Blob, signal: AbortSignal): Promise<BodyRef | null> {
    const body = { body_id: id, size: whole.size, sha256: await sha256(await whole.arrayBuffer()) };
    const ref = ++this.#lastRef;
    const offer = writeMessage({ type: "body_put", ref, ...body });
    let socket: WireSocket | undefined;
    let received: number | undefined;
    let stuck = 0;
    while (received !== body.size) {
      const now = await this.#ready(signal);
      // A new connection must be asked how far it got.
      if (now !== socket) received = undefined;
      socket = now;
      const frame: Frame = received === undefined
        ? offer
        : await sealChunk(ref, await whole.slice(received, received + this.#chunkBytes).arrayBuffer());
      const answer = await this.#ask(socket, ref, frame, signal);
      if (answer && !("type" in answer && answer.type === "body_ok")) return null;
      if (answer && answer.received === received && ++stuck === TRIES) return null;
      received = answer?.received;
    }
    return body;
  }

  /** Whether the bridge took what was sent on this socket: it takes messages in turn, and says of a body that nobody has that it is gone. */
  async hasTaken(socket: WireSocket): Promise<boolean> {
    const ref = ++this.#lastRef;
    const ask = writeMessage({ type: "body_get", ref, body_id: NO_BODY, offset: 0, length: 1 });
    return (await this.#ask(socket, ref, ask, new AbortController().signal)) !== null;
  }

  async #ready(signal: AbortSignal): Promise<WireSocket> {
    if (this.#socket && !this.#socket.open) this.detach();
    return this.#socket ?? (await unlessAborted(this.#connected.promise, signal));
  }

  // Null: the connection was lost, or silent for so long that asking again is right.
  async #ask(socket: WireSocket, ref: number, frame: Frame, signal: AbortSignal): Promise<Answer | null> {
    const { promise, resolve } = deferred<Answer | null>();
    const late = setTimeout(resolve, ANSWER_MS, null);
    this.#waiting.set(ref, resolve);
    try {
      if (!socket.sendFrame(frame)) resolve(null);
      return await unlessAborted(promise, signal);
    } finally {
      clearTimeout(late);
      this.#waiting.delete(ref);
    }
  }
}
