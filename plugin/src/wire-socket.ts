import { socketUrls } from "./address";
import { InvalidMessage, MAX_FRAME_BYTES, readMessage, SUBPROTOCOL, writeMessage, type WireMessage } from "./protocol";

const SILENCE_MS = 45_000;
const CONNECT_MS = 10_000;
const MOST_REASON = 123;
/** What may wait until somebody listens: a bridge tells each of its lanes with its welcome. */
const MOST_EARLY = 100;
const HIGH_WATER_BYTES = 4 * 1024 * 1024;

export interface Closed {
  code: number;
  reason: string;
}

/** One WebSocket: frames in, frames out, closed when the other side is silent. It knows nothing of pairing or commands. */
export class WireSocket {
  /** Resolves once, however the connection ended. */
  readonly closed: Promise<Closed>;
  onChunk: (frame: ArrayBuffer) => void = () => undefined;
  #onMessage: ((message: WireMessage) => void) | undefined;
  readonly #early: WireMessage[] = [];
  #silence: ReturnType<typeof setTimeout> | undefined;
  #heardAt = performance.now();
  #mayBeSilentUntil = 0;
  #ended: Closed | undefined;
  // The wall clock, since a computer that sleeps must notice: others may stand still meanwhile.
  readonly #openedAt = Date.now();
  #resolve: (closed: Closed) => void = () => undefined;

  private constructor(private readonly socket: WebSocket) {
    socket.binaryType = "arraybuffer";
    this.closed = new Promise((resolve) => {
      this.#resolve = resolve;
      socket.onclose = (event) => {
        clearTimeout(this.#silence);
        resolve(this.#ended ?? { code: event.code, reason: event.reason });
      };
    });
    socket.onmessage = (event) => { this.#read(event.data as string | ArrayBuffer); };
    this.#watch();
  }

  /** Connects; null when nobody answers in time. */
  static async open(address: string): Promise<WireSocket | null> {
    for (const url of socketUrls(address)) {
      const socket = await WireSocket.#connect(url);
      if (socket) return socket;
    }
    return null;
  }

  static async #connect(url: string): Promise<WireSocket | null> {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, SUBPROTOCOL);
    } catch {
      return null;
    }
    return await new Promise((resolve) => {
      const late = setTimeout(() => { socket.close(); }, CONNECT_MS);
      socket.onopen = () => {
        clearTimeout(late);
        resolve(new WireSocket(socket));
      };
      // A close always follows, and says the same.
      socket.onerror = () => undefined;
      socket.onclose = () => {
        clearTimeout(late);
        resolve(null);
      };
    });
  }

  get open(): boolean {
    return this.#ended === undefined && this.socket.readyState === WebSocket.OPEN;
  }

  /** From now on messages go here; those that came before follow at once. */
  listen(onMessage: (message: WireMessage) => void): void {
    this.#onMessage = onMessage;
    for (const message of this.#early.splice(0)) onMessage(message);
  }

  /** The next message, while nobody listens; null when the connection ended first or it did not come in time. */
  async next(withinMs: number): Promise<WireMessage | null> {
    const early = this.#early.shift();
    if (early) return early;
    let late: ReturnType<typeof setTimeout> | undefined;
    const message = await Promise.race([
      new Promise<WireMessage>((resolve) => {
        this.#onMessage = (first) => {
          this.#onMessage = undefined;
          resolve(first);
        };
      }),
      this.closed.then(() => null),
      new Promise<null>((resolve) => { late = setTimeout(() => { resolve(null); }, withinMs); }),
    ]);
    clearTimeout(late);
    this.#onMessage = undefined;
    return message;
  }

  /** Sends; false when the connection is gone, and then nothing was sent. */
  send(message: WireMessage): boolean {
    return this.sendFrame(writeMessage(message));
  }

  sendFrame(frame: string | Uint8Array<ArrayBuffer>): boolean {
    if (!this.open) return false;
    this.socket.send(frame);
    return true;
  }

  /** Whether so much is waiting to leave that a long list should pause. */
  get crowded(): boolean {
    return this.socket.bufferedAmount > HIGH_WATER_BYTES;
  }

  /** How long a message was under way that the bridge sent when the connection was so old, in milliseconds. */
  lateMs(atMs: number | null | undefined): number {
    return atMs == null ? 0 : Math.max(0, Date.now() - this.#openedAt - atMs);
  }

  /** The other side waits for a person: for so long it need not say anything. */
  allowSilence(ms: number): void {
    this.#mayBeSilentUntil = performance.now() + ms;
  }

  /** Closes for good; calling it again does nothing. */
  close(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = { code, reason };
    clearTimeout(this.#silence);
    // A browser takes 123 bytes, and throws at more.
    this.socket.close(code, reason.replace(/[^ -~]/g, "?").slice(0, MOST_REASON));
    // A dead line never answers the close: Chromium would say so a minute later.
    this.#resolve(this.#ended);
  }

  // One timer for many messages: it looks when the last one was.
  #watch(): void {
    const left = Math.max(this.#heardAt + SILENCE_MS, this.#mayBeSilentUntil) - performance.now();
    if (left <= 0) this.close(4408, "silent");
    else this.#silence = setTimeout(() => { this.#watch(); }, Math.min(left, SILENCE_MS));
  }

  #read(data: string | ArrayBuffer): void {
    if (this.#ended) return;
    this.#heardAt = performance.now();
    if (typeof data !== "string") {
      this.onChunk(data);
      return;
    }
    try {
      // A browser may not close with 1009 itself.
      if (data.length > MAX_FRAME_BYTES) throw new InvalidMessage("type", `a frame is at most ${String(MAX_FRAME_BYTES)} bytes.`);
      const message = readMessage(data);
      if (this.#onMessage) this.#onMessage(message);
      else if (this.#early.push(message) > MOST_EARLY) throw new InvalidMessage("type", "too many messages before any is due.");
    } catch (error) {
      if (!(error instanceof InvalidMessage)) throw error;
      this.send({ type: "refused", code: "invalid_message", detail: error.message });
      this.close(4400, "invalid message");
    }
  }
}
