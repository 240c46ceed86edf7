import { backoff } from "./backoff";
import { browserInfo } from "./browser-info";
import { isProof, newChallenge, sign } from "./device-key";
import { log } from "./log";
import type { Pairing, Rest } from "./pairings";
import { MIN_PROTOCOL, PROTOCOL, type Welcome } from "./protocol";
import { sleep } from "./time";
import { WireSocket } from "./wire-socket";

const HANDSHAKE_MS = 10_000;
const HOUR_MS = 3_600_000;
/** So many tries after which the wait is as long as it gets. */
const LONG_TRIES = 6;
const REST_MS: Record<Rest["reason"], number> = {
  revoked: HOUR_MS,
  bridge_outdated: 300_000,
  plugin_outdated: 300_000,
  other_bridge: 60_000,
};

export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "connected" }
  | { kind: "waiting"; until: number; detail: string }
  | { kind: "resting"; rest: Rest }
  /** Ended by the seller, and the disk refuses to forget it. */
  | { kind: "left" };

interface Owner {
  /** The session goes on over this socket; returns when it ended. */
  attend(socket: WireSocket, welcome: Welcome): Promise<void>;
  /** The pairing's rest changed and must outlive this background. */
  rested(rest: Rest | undefined): Promise<void>;
  changed(): void;
}

/** Keeps one browser connected to its bridge, for as long as the background lives. */
export class Connection {
  state: ConnectionState = { kind: "connecting" };
  #socket: WireSocket | null = null;
  #wake = new AbortController();
  #stopped = false;
  #tries = 0;

  constructor(private readonly pairing: Pairing, private readonly owner: Owner) {}

  /** The life of the connection: wait, connect, prove, attend, again. */
  async run(): Promise<void> {
    const { rest } = this.pairing;
    // By a clock that was ahead when it began it could last for months.
    if (rest) await this.#waitUntil({ kind: "resting", rest }, Math.min(rest.until, Date.now() + REST_MS[rest.reason]));
    while (!this.#stopped) {
      this.#set({ kind: "connecting" });
      const next = await this.#once().catch((error: unknown) => {
        log.warn("connection failed", { detail: String(error) });
        return null;
      });
      this.#socket?.close(1000, "done");
      this.#socket = null;
      if (this.#isStopped()) return;
      await this.owner.rested(next ?? undefined);
      if (next) {
        await this.#waitUntil({ kind: "resting", rest: next }, next.until);
      } else {
        const until = Date.now() + backoff(this.#tries++);
        await this.#waitUntil({ kind: "waiting", until, detail: this.#lastReason }, until);
      }
    }
  }

  /** Ends a wait that is over or that a person does not want to sit out. */
  nudge(force = false): void {
    if (force || (this.state.kind === "waiting" && Date.now() >= this.state.until)) this.#wake.abort("nudged");
  }

  stop(code: number, reason: string): void {
    this.#stopped = true;
    this.#socket?.close(code, reason);
    this.#wake.abort("stopped");
  }

  #lastReason = "";

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #once(): Promise<Rest | null> {
    this.#lastReason = "unreachable";
    const socket = (this.#socket = await WireSocket.open(this.pairing.address));
    if (!socket || this.#stopped) return null;
    this.#lastReason = "closed";
    const welcome = await this.#prove(socket);
    if (!welcome) return null;
    if ("reason" in welcome) return welcome;
    this.#tries = 0;
    this.#set({ kind: "connected" });
    await this.owner.attend(socket, welcome);
    const { code, reason } = await socket.closed;
    log.info("connection closed", { code, reason });
    // Another copy of this browser profile has the place: to take it back at once would be a game without end.
    if (code === 4409) this.#tries = LONG_TRIES;
    return code === 4401 ? rest("revoked", reason) : null;
  }

  async #prove(socket: WireSocket): Promise<Welcome | Rest | null> {
    const hello = await socket.next(HANDSHAKE_MS);
    if (hello?.type !== "hello") return null;
    if (hello.protocol < MIN_PROTOCOL) {
      socket.close(4426, "the bridge is too old for this plugin");
      return rest("bridge_outdated", `bridge ${hello.bridge_version}`);
    }
    if (hello.bridge_id !== this.pairing.bridgeId) {
      // The key signs for the bridge that the seller agreed to and for no other.
      return rest("other_bridge", hello.bridge_name);
    }
    const { browserId, key, bridgeKey } = this.pairing;
    const signature = await sign(key, hello.bridge_id, browserId, hello.challenge);
    const browser = await browserInfo();
    const challenge = newChallenge();
    socket.send({ type: "identify", protocol: PROTOCOL, plugin_version: PLUGIN_VERSION, browser_id: browserId, browser, signature, challenge });
    const answer = await socket.next(HANDSHAKE_MS);
    if (answer?.type === "welcome") {
      const proved = bridgeKey === undefined || (await isProof(bridgeKey, answer.proof, hello.bridge_id, browserId, hello.challenge, challenge));
      return proved ? answer : rest("other_bridge", hello.bridge_name);
    }
    if (answer?.type !== "refused") return null;
    log.warn("refused by the bridge", { code: answer.code, detail: answer.detail });
    this.#lastReason = answer.code;
    if (["revoked", "unknown_browser", "bad_signature"].includes(answer.code)) return rest("revoked", answer.detail);
    return answer.code === "plugin_outdated" ? rest("plugin_outdated", answer.detail) : null;
  }

  async #waitUntil(state: ConnectionState, until: number): Promise<void> {
    this.#set(state);
    this.#wake = new AbortController();
    if (this.#stopped) return;
    await sleep(Math.max(0, until - Date.now()), this.#wake.signal).catch(() => undefined);
  }

  #set(state: ConnectionState): void {
    this.state = state;
    this.owner.changed();
  }
}

function rest(reason: Rest["reason"], detail: string): Rest {
  return { reason, detail, until: Date.now() + REST_MS[reason] };
}
