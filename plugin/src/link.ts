import { Bodies } from "./bodies";
import { Connection } from "./connection";
import type { Activity } from "./activity";
import type { Tools } from "./commands";
import type { Journal } from "./journal";
import type { Pairing, Pairings, Rest } from "./pairings";
import { log } from "./log";
import { askablePaths, SITES } from "./policy";
import type { Message, SiteStatus, Welcome, WireMessage } from "./protocol";
import { Runner } from "./runner";
import type { WireSocket } from "./wire-socket";

const HOLDINGS_PAGE = 500;

export interface LinkParts {
  journal: Journal;
  activity: Activity;
  pairings: Pairings;
  tools: Tools;
  /** How the browser stands with the sites, now. */
  status: () => Promise<{ paused: boolean; sites: SiteStatus[] }>;
  /** Something that bridges or the popup show has changed. */
  changed: () => void;
  /** A command began or ended. */
  worked: () => void;
}

interface LaneAsk {
  want: "pause" | "resume";
  site: string | undefined;
}

type Handlers = { [T in WireMessage["type"]]?: (message: Message<T>, socket: WireSocket) => void };

/** One paired bridge: its connection, and the commands that outlive it. */
export class Link {
  readonly connection: Connection;
  readonly runner: Runner;
  /** Path prefixes that the operator wants and the seller has not agreed to. */
  wantedPaths: string[] = [];
  readonly #bodies = new Bodies();
  #socket: WireSocket | undefined;
  /** What the person said of a lane, or of all, and the bridge has not been heard to have taken. */
  readonly #asks = new Map<string | undefined, LaneAsk>();
  #lastStatus = "";

  constructor(readonly pairing: Pairing, private readonly parts: LinkParts) {
    this.connection = new Connection(pairing, {
      attend: (socket, welcome) => this.#attend(socket, welcome),
      rested: (rest) => this.#rested(rest),
      changed: parts.changed,
    });
    this.runner = new Runner({ pairing, bodies: this.#bodies, ...parts }, parts.worked);
  }

  start(): void {
    void this.connection.run();
  }

  /** Sends the status if it is news to this connection. */
  async sendStatus(): Promise<void> {
    const socket = this.#socket;
    if (!socket) return;
    const status = await this.parts.status();
    const text = JSON.stringify(status);
    if (text === this.#lastStatus || !socket.send({ type: "status", ...status })) return;
    this.#lastStatus = text;
  }

  /** Asks the bridge to pause or resume a lane, or all: at once, and on every new connection until it has heard it. */
  askLane(want: "pause" | "resume", site?: string): void {
    const ask: LaneAsk = { want, site };
    if (site === undefined) this.#asks.clear();
    this.#asks.set(site, ask);
    void this.#say(ask);
  }

  /** Whether the person said something that the bridge has not heard. */
  get hasAsks(): boolean {
    return this.#asks.size > 0;
  }

  /** Tells the bridge which of its lanes stand still because somebody else is signed in; what it has heard is not told again. */
  tellStops(): void {
    for (const { site, detail } of this.parts.tools.accounts.untold(this.pairing.browserId)) this.#socket?.send({ type: "lane_ask", want: "pause", site, detail });
  }

  /** The seller agreed to these paths, as they were shown; what the operator wants since then is another question. */
  async agreeToPaths(shown: readonly string[]): Promise<void> {
    const agreed = this.wantedPaths.filter((path) => shown.includes(path));
    this.wantedPaths = this.wantedPaths.filter((path) => !agreed.includes(path));
    this.pairing.paths.push(...agreed);
    await this.parts.pairings.put(this.pairing);
    this.parts.changed();
  }

  /** Asks to resume what stands still, but for sites that wait for the person's word, each for its own, and what goes on by itself. */
  resumeLanes(): void {
    const { lanes, accounts } = this.parts.tools;
    const { browserId } = this.pairing;
    const stopped = new Set(accounts.mismatches(browserId).map(({ site }) => site));
    const awaitsPerson = (site: string): boolean => stopped.has(site) || lanes.awaitsPerson(browserId, site);
    if (!SITES.some(({ host }) => awaitsPerson(host))) this.askLane("resume");
    else for (const { site, until } of lanes.paused(browserId)) if (until == null && !awaitsPerson(site)) this.askLane("resume", site);
  }

  /** Ends it for good; the bridge is told when it can be. */
  stop(): void {
    this.#socket?.send({ type: "unpair" });
    this.runner.cancelAll();
    this.runner.delivery.close();
    this.connection.stop(1000, "unpaired");
  }

  readonly #handlers: Handlers = {
    command: (command, socket) => { this.#receive(command, socket); },
    cancel: ({ id }) => { this.runner.cancel(id); },
    ack: ({ ids }) => { void this.runner.acknowledged(ids); },
    ping: (ping, socket) => { void pong(ping, socket); },
    lane: (notice) => {
      this.parts.tools.accounts.notice(this.pairing.browserId, notice);
      this.parts.tools.lanes.notice(this.pairing.browserId, notice);
    },
    body_ok: (answer) => { this.#bodies.answer(answer); },
    body_gone: (answer) => { this.#bodies.answer(answer); },
    refused: ({ detail }, socket) => { socket.close(1000, detail); },
  };

  #receive(command: Message<"command">, socket: WireSocket): void {
    const late = socket.lateMs(command.at_ms);
    this.runner.receive(command, late);
    // A line that stood still, or a clock that was set: a new connection counts anew.
    if (late >= command.deadline_ms) socket.close(4408, "a command came after its deadline");
  }

  async #attend(socket: WireSocket, welcome: Welcome): Promise<void> {
    const { runner, pairing, parts } = this;
    this.wantedPaths = askablePaths(welcome.paths).filter((path) => !pairing.paths.includes(path));
    parts.tools.lanes.forget(pairing.browserId);
    this.#lastStatus = "";
    const ended = this.#sendHoldings(socket);
    this.#socket = socket;
    const delivered = runner.delivery.attach(socket, ended);
    this.#bodies.attach(socket, welcome.chunk_bytes);
    socket.listen((message) => { this.#handle(message, socket); });
    await this.sendStatus();
    for (const ask of this.#asks.values()) void this.#say(ask);
    this.tellStops();
    await Promise.race([delivered, socket.closed]);
    await socket.closed;
    this.#socket = undefined;
    runner.delivery.detach();
    this.#bodies.detach();
  }

  // A socket takes what the cut line then loses. The bridge's answer to what was sent after it proves that it came.
  async #say(ask: LaneAsk): Promise<void> {
    if (!this.#socket?.send({ type: "lane_ask", ...ask }) || !(await this.#bodies.hasTaken(this.#socket))) return;
    if (this.#asks.get(ask.site) === ask) this.#asks.delete(ask.site);
  }

  #sendHoldings(socket: WireSocket): string[] {
    const { running, begun, ended } = this.runner.holdings();
    const all = [
      ...running.map((id) => ({ id, as: "running" as const })),
      ...begun.map((id) => ({ id, as: "begun" as const })),
      ...ended.map((id) => ({ id, as: "ended" as const })),
    ];
    const pages = Math.max(1, Math.ceil(all.length / HOLDINGS_PAGE));
    for (let page = 0; page < pages; page++) {
      const part = all.slice(page * HOLDINGS_PAGE, (page + 1) * HOLDINGS_PAGE);
      const ids = (as: string): string[] => part.filter((each) => each.as === as).map(({ id }) => id);
      socket.send({ type: "holdings", running: ids("running"), begun: ids("begun"), ended: ids("ended"), last: page === pages - 1 });
    }
    return ended;
  }

  #handle<T extends WireMessage["type"]>(message: Message<T>, socket: WireSocket): void {
    const handler = this.#handlers[message.type];
    if (handler) {
      handler(message, socket);
      return;
    }
    socket.send({ type: "refused", code: "invalid_message", detail: `type: a ${message.type} is not due here.` });
    socket.close(4400, "invalid message");
  }

  async #rested(rest: Rest | undefined): Promise<void> {
    if (rest?.reason === "revoked") this.runner.cancelAll();
    if (!rest && !this.pairing.rest) return;
    if (rest) this.pairing.rest = rest;
    else delete this.pairing.rest;
    // If the disk refuses, the next background tries too early: no reason to end the connection's life.
    await this.parts.pairings.put(this.pairing).catch((error: unknown) => {
      log.warn("the rest of a pairing could not be kept", { detail: String(error) });
    });
  }
}

// The call to the browser's parent process is the point: it, not the traffic, keeps the background awake. `docs/protocol.md` §7.
async function pong({ seq }: Message<"ping">, socket: WireSocket): Promise<void> {
  await chrome.runtime.getPlatformInfo();
  socket.send({ type: "pong", seq });
}
