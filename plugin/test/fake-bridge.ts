import { createHash, randomBytes, randomUUID, webcrypto } from "node:crypto";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { readMessage, writeMessage, type Message, type WireMessage } from "../src/protocol";

type Sent = Partial<Message<"command">> & { id: string; action: string };

/** A bridge that speaks the wire, for tests: it pairs anybody, checks signatures, and remembers all it hears. */
export class FakeBridge {
  readonly heard: WireMessage[] = [];
  readonly bodies = new Map<string, Buffer>();
  readonly taken = new Map<string, Buffer>();
  readonly keys = new Map<string, webcrypto.CryptoKey>();
  readonly results = new Map<string, Message<"result">>();
  code = "BCDF-GHJK";
  hello: Partial<Message<"hello">> = {};
  acknowledges = true;
  /** What comes is lost, as on a line that is about to be cut. */
  deaf = false;
  /** Paths that the operator would like. */
  paths: string[] = [];
  /** Drops the connection after so many chunks, once. */
  dropAfterChunks = 0;
  connections = 0;
  /** Proves that it holds its key, as every bridge does that gave one; false: it only says who it is. */
  proves = true;
  readonly #own = webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  /** The id that the next paired browser gets; a new one otherwise. */
  nextId: string | undefined;
  #socket: WebSocket | undefined;
  readonly #puts = new Map<number, { id: string; size: number; at: number }>();
  readonly #parts = new Map<string, Buffer[]>();
  #waiters: (() => void)[] = [];

  private constructor(private readonly server: WebSocketServer) {}

  static async start(port = 0): Promise<FakeBridge> {
    const server = new WebSocketServer({ port, host: "127.0.0.1", path: "/ws/plugin", handleProtocols: () => "stoflow.v1" });
    await new Promise((resolve) => server.once("listening", resolve));
    const bridge = new FakeBridge(server);
    server.on("connection", (socket) => { bridge.#attend(socket); });
    return bridge;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Waits until something is true. */
  async until<T>(look: () => T | undefined | false, withinMs = 15_000): Promise<T> {
    // Not by the wall clock, which tests set.
    const late = performance.now() + withinMs;
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > late) throw new Error(`never happened: ${look.toString()}; heard ${this.heard.map((m) => m.type).join(" ")}`);
      await new Promise<void>((resolve) => {
        this.#waiters.push(resolve);
        setTimeout(resolve, 20);
      });
    }
  }

  heardOf<T extends WireMessage["type"]>(type: T): Message<T>[] {
    return this.heard.filter((message): message is Message<T> => message.type === type);
  }

  send(message: WireMessage): void {
    this.#socket?.send(writeMessage(message));
  }

  sendRaw(frame: string | Buffer): void {
    this.#socket?.send(frame);
  }

  command(sent: Sent): void {
    this.send({ type: "command", site: "www.vinted.fr", backend: "tests", deadline_ms: 30_000, parallel: 4, gap_ms: 0, ...sent });
  }

  /** Sends a command and waits for its result. */
  async run(sent: Omit<Sent, "id"> & { id?: string }, withinMs?: number): Promise<Message<"result">> {
    const id = sent.id ?? randomUUID();
    this.command({ ...sent, id });
    return await this.until(() => this.results.get(id), withinMs);
  }

  /** The connection is cut, as by a network. */
  drop(): void {
    this.#socket?.terminate();
  }

  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  async stop(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    await new Promise((resolve) => { this.server.close(resolve); });
  }

  #attend(socket: WebSocket): void {
    this.#socket = socket;
    this.connections++;
    this.#puts.clear();
    const challenge = randomBytes(32).toString("base64url");
    const hello = { protocol: 1, min_protocol: 1, bridge_id: "b_test", bridge_name: "Atelier", bridge_version: "0.1.0", expires_in_ms: 10_000 };
    socket.on("message", (data: RawData, binary: boolean) => {
      const frame = data as Buffer;
      if (this.deaf) return;
      if (binary && frame[0] !== 0x7b) this.#chunk(socket, frame);
      else void this.#hear(socket, readMessage(frame.toString("utf8")), challenge);
    });
    socket.send(writeMessage({ type: "hello", challenge, ...hello, ...this.hello }));
  }

  async #hear(socket: WebSocket, message: WireMessage, challenge: string): Promise<void> {
    const say = (answer: WireMessage): void => { socket.send(writeMessage(answer)); };
    if (message.type === "identify") {
      const key = this.keys.get(message.browser_id);
      if (!key || !(await verify(key, message.browser_id, challenge, message.signature))) {
        say({ type: "refused", code: "unknown_browser", detail: "unknown" });
        socket.close(4401, "unknown_browser");
      } else {
        const proof = this.proves ? await this.#prove(message, challenge) : undefined;
        say({ type: "welcome", session_id: "s_1", seller: "demo", ping_interval_ms: 15_000, chunk_bytes: 64 * 1024, paths: this.paths, proof });
      }
    }
    if (message.type === "pair_ask") {
      if (message.code.toUpperCase() !== this.code) {
        say({ type: "refused", code: "pairing_code_wrong", detail: "no such code" });
        socket.close(4401, "pairing_code_wrong");
      } else say({ type: "pair_offer", pairing_id: "p_1", seller: "demo", paths: this.paths, expires_in_ms: 60_000 });
    }
    if (message.type === "pair_confirm") {
      const spki = Buffer.from(message.public_key, "base64url");
      const key = await webcrypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
      if (!(await verify(key, message.pairing_id, challenge, message.signature))) throw new Error("bad signature");
      const id = this.nextId ?? `br_${randomBytes(4).toString("hex")}`;
      this.keys.set(id, key);
      const spkiOfBridge = Buffer.from(await webcrypto.subtle.exportKey("spki", (await this.#own).publicKey));
      say({ type: "paired", browser_id: id, seller: "demo", bridge_key: spkiOfBridge.toString("base64url") });
      socket.close(1000, "paired");
    }
    if (message.type === "body_get") this.#give(socket, message);
    if (message.type === "body_put") {
      const parts = this.#parts.get(message.body_id) ?? [];
      this.#parts.set(message.body_id, parts);
      const at = parts.reduce((sum, part) => sum + part.length, 0);
      this.#puts.set(message.ref, { id: message.body_id, size: message.size, at });
      say({ type: "body_ok", ref: message.ref, received: at });
    }
    if (message.type === "result") {
      if (message.payload) this.#unfold(message);
      this.results.set(message.id, message);
      if (this.acknowledges) say({ type: "ack", ids: [message.id] });
    }
    this.heard.push(message);
    for (const wake of this.#waiters.splice(0)) wake();
  }

  async #prove({ browser_id, challenge }: Message<"identify">, hello: string): Promise<string> {
    const text = Buffer.from(`stoflow.v1.bridge\nb_test\n${browser_id}\n${hello}\n${challenge ?? ""}`);
    const signature = await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, (await this.#own).privateKey, text);
    return Buffer.from(signature).toString("base64url");
  }

  #give(socket: WebSocket, { ref, body_id, offset, length }: Message<"body_get">): void {
    const body = this.bodies.get(body_id);
    if (!body) {
      socket.send(writeMessage({ type: "body_gone", ref, detail: "no such body" }));
      return;
    }
    if (this.dropAfterChunks > 0 && --this.dropAfterChunks === 0) {
      socket.terminate();
      return;
    }
    socket.send(frameOf(ref, body.subarray(offset, offset + length)));
  }

  #chunk(socket: WebSocket, frame: Buffer): void {
    const put = this.#puts.get(frame.readInt32BE(0));
    const chunk = frame.subarray(36);
    if (!put || !createHash("sha256").update(chunk).digest().equals(frame.subarray(4, 36))) throw new Error("a chunk nobody expects");
    if (this.dropAfterChunks > 0 && --this.dropAfterChunks === 0) {
      socket.terminate();
      return;
    }
    const parts = this.#parts.get(put.id) ?? [];
    parts.push(Buffer.from(chunk));
    const received = parts.reduce((sum, part) => sum + part.length, 0);
    if (received === put.size) this.taken.set(put.id, Buffer.concat(parts));
    socket.send(writeMessage({ type: "body_ok", ref: frame.readInt32BE(0), received }));
  }

  #unfold(message: Message<"result">): void {
    const text = this.taken.get(message.payload?.body_id ?? "")?.toString("utf8");
    if (text === undefined) throw new Error("a result came before its body");
    const whole = readMessage(`{"type":"result","id":"x","outcome":"done","duration_ms":0,${text.slice(1)}`) as Message<"result">;
    Object.assign(message, { data: whole.data, results: whole.results });
  }
}

/** The body of a command or file, put on the bridge's shelf. */
export function shelve(bridge: FakeBridge, id: string, bytes: Buffer): { body_id: string; size: number; sha256: string } {
  bridge.bodies.set(id, bytes);
  return { body_id: id, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function frameOf(ref: number, chunk: Buffer): Buffer {
  const head = Buffer.alloc(36);
  head.writeInt32BE(ref, 0);
  createHash("sha256").update(chunk).digest().copy(head, 4);
  return Buffer.concat([head, chunk]);
}

async function verify(key: webcrypto.CryptoKey, subject: string, challenge: string, signature: string): Promise<boolean> {
  const text = Buffer.from(`stoflow.v1\nb_test\n${subject}\n${challenge}`);
  return await webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(signature, "base64url"), text);
}
