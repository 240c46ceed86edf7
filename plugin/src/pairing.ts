import { bridgeAddress } from "./address";
import { browserInfo, browserName } from "./browser-info";
import { makeKey, publicText, sign } from "./device-key";
import { Failure } from "./outcome";
import type { Pairing } from "./pairings";
import { askablePaths } from "./policy";
import { MIN_PROTOCOL, PROTOCOL, type Message } from "./protocol";
import { WireSocket } from "./wire-socket";

const ANSWER_MS = 15_000;
const FAILURE_MS = 120_000;
/** By so much the two sides may differ about when an offer ends. */
const ABOUT_MS = 1_000;

/** What the popup shows while a bridge is being paired. */
export type PairingStep =
  | { step: "none" }
  | { step: "asking"; address: string }
  | { step: "offered"; address: string; bridge: string; seller: string; paths: string[]; until: number }
  | { step: "confirming"; address: string }
  | { step: "failed"; address: string; code: string; detail: string };

interface Offer {
  socket: WireSocket;
  hello: Message<"hello">;
  offer: Message<"pair_offer">;
  address: string;
}

/** Pairing with a bridge: the code, the offer, the seller's yes. No key is made before the yes. */
export class PairingDesk {
  step: PairingStep = { step: "none" };
  #offer: Offer | undefined;
  /** Counts what the seller began: an answer to anything but the last shows nothing. */
  #turn = 0;

  /** @param ready Fails where a pairing could not be kept. */
  constructor(
    private readonly ready: () => Promise<void>,
    private readonly paired: (pairing: Pairing) => Promise<void>,
    private readonly changed: () => void,
  ) {}

  /** Shows the code to the bridge. */
  async ask(typed: string, code: string): Promise<void> {
    this.decline();
    const turn = this.#turn;
    const address = bridgeAddress(typed);
    if (address === null) {
      this.#set({ step: "failed", address: typed, code: "address", detail: "" });
      return;
    }
    this.#set({ step: "asking", address });
    const socket = await WireSocket.open(address);
    if (this.#isOver(turn, socket)) return;
    if (!socket) {
      this.#set({ step: "failed", address, code: "unreachable", detail: "" });
      return;
    }
    const hello = await socket.next(ANSWER_MS);
    if (this.#isOver(turn, socket)) return;
    if (hello?.type !== "hello") {
      this.#fail(socket, address, "unreachable");
      return;
    }
    if (hello.protocol < MIN_PROTOCOL) {
      this.#fail(socket, address, "bridge_outdated", hello.bridge_version);
      return;
    }
    socket.send({ type: "pair_ask", protocol: PROTOCOL, plugin_version: PLUGIN_VERSION, code: code.trim(), browser: await browserInfo() });
    const offer = await socket.next(ANSWER_MS);
    if (this.#isOver(turn, socket)) return;
    if (offer?.type !== "pair_offer") {
      this.#fail(socket, address, offer?.type === "refused" ? offer.code : "unreachable", offer?.type === "refused" ? offer.detail : "");
      return;
    }
    this.#offer = { socket, hello, offer, address };
    socket.allowSilence(offer.expires_in_ms);
    const until = Date.now() + offer.expires_in_ms;
    const paths = askablePaths(offer.paths);
    this.#set({ step: "offered", address, bridge: hello.bridge_name, seller: offer.seller, paths, until });
    void socket.closed.then(() => {
      if (this.#offer?.socket !== socket) return;
      // Lost before its time, the code is as good as before.
      this.#fail(socket, address, Date.now() < until - ABOUT_MS ? "lost" : "expired");
    });
  }

  /** The seller says yes. */
  async accept(): Promise<void> {
    const taken = this.#offer;
    if (!taken) return;
    this.#offer = undefined;
    const { socket, hello, offer, address } = taken;
    const turn = this.#turn;
    this.#set({ step: "confirming", address });
    try {
      // Before the yes goes out: after it the code would be used up, and the bridge would list a browser that never comes.
      await this.ready();
    } catch (error) {
      if (!this.#isOver(turn, socket)) this.#fail(socket, address, "storage_unavailable", String(error));
      return;
    }
    const { privateKey, publicKey } = await makeKey();
    const signature = await sign(privateKey, hello.bridge_id, offer.pairing_id, hello.challenge);
    const name = await browserName();
    socket.send({ type: "pair_confirm", pairing_id: offer.pairing_id, name, public_key: await publicText(publicKey), signature });
    const paired = await socket.next(ANSWER_MS);
    if (paired?.type !== "paired") {
      if (this.#isOver(turn, socket)) return;
      this.#fail(socket, address, paired?.type === "refused" ? paired.code : "unreachable", paired?.type === "refused" ? paired.detail : "");
      return;
    }
    const pairing: Pairing = {
      browserId: paired.browser_id,
      bridgeId: hello.bridge_id,
      bridgeName: hello.bridge_name,
      address,
      seller: paired.seller,
      // What was shown is what was agreed to.
      paths: askablePaths(offer.paths),
      container: null,
      key: privateKey,
      ...(paired.bridge_key && { bridgeKey: paired.bridge_key }),
      pairedAt: Date.now(),
    };
    try {
      await this.paired(pairing);
    } catch (error) {
      if (this.#isOver(turn, socket)) return;
      const { code, detail } = error instanceof Failure ? error : new Failure("storage_unavailable", String(error));
      this.#fail(socket, address, code, detail);
      return;
    }
    socket.close(1000, "paired");
    if (turn === this.#turn) this.#set({ step: "none" });
  }

  /** The seller says no, or begins anew. */
  decline(): void {
    this.#turn++;
    this.#offer?.socket.close(1000, "declined");
    this.#offer = undefined;
    this.#set({ step: "none" });
  }

  #isOver(turn: number, socket: WireSocket | null): boolean {
    if (turn === this.#turn) return false;
    socket?.close(1000, "not wanted any more");
    return true;
  }

  #fail(socket: WireSocket, address: string, code: string, detail = ""): void {
    this.#offer = undefined;
    socket.close(1000, "not paired");
    this.#set({ step: "failed", address, code, detail });
  }

  #set(step: PairingStep): void {
    this.step = step;
    this.changed();
    // Who gave up needs no reminder, and it would stand before whatever needs them next.
    if (step.step === "failed") setTimeout(() => { if (this.step === step) this.#set({ step: "none" }); }, FAILURE_MS);
  }
}
