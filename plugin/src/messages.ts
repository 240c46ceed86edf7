import type { Mismatch } from "./accounts";
import type { ActivityLine } from "./activity";
import type { App } from "./app";
import type { ConnectionState } from "./connection";
import { isOffline } from "./network";
import type { PairingStep } from "./pairing";
import type { Message, SiteStatus } from "./protocol";

/** One bridge, as the popup shows it. */
export interface PairingView {
  browserId: string;
  bridgeName: string;
  address: string;
  seller: string;
  connection: ConnectionState;
  running: number;
  lanes: Message<"lane">[];
  mismatches: Mismatch[];
  wantedPaths: string[];
}

export interface UiState {
  version: string;
  /** The browser knows that there is no network. */
  offline: boolean;
  paused: boolean;
  pairing: PairingStep;
  pairings: PairingView[];
  sites: SiteStatus[];
  holds: { site: string; detail: string }[];
}

/** What the popup and the activity page may ask, and what they get. */
export interface UiRequests {
  state: { ask: object; answer: UiState };
  pair: { ask: { address: string; code: string }; answer: null };
  accept: { ask: object; answer: null };
  decline: { ask: object; answer: null };
  unpair: { ask: { browserId: string }; answer: null };
  agree: { ask: { browserId: string; paths: string[] }; answer: null };
  retry: { ask: { browserId: string }; answer: null };
  pause: { ask: { paused: boolean }; answer: null };
  settle: { ask: { site: string }; answer: null };
  activity: { ask: { most: number }; answer: ActivityLine[] };
}

type Handlers = { [K in keyof UiRequests]: (app: App, ask: UiRequests[K]["ask"]) => Promise<UiRequests[K]["answer"]> };

const done = Promise.resolve(null);

const HANDLERS: Handlers = {
  state: stateOf,
  pair: (app, { address, code }) => app.desk.ask(address, code).then(() => null),
  accept: (app) => app.desk.accept().then(() => null),
  decline: (app) => {
    app.desk.decline();
    return done;
  },
  unpair: (app, { browserId }) => app.unpair(browserId).then(() => null),
  agree: async (app, { browserId, paths }) => {
    await app.links.get(browserId)?.agreeToPaths(paths);
    return null;
  },
  retry: (app, { browserId }) => {
    app.links.get(browserId)?.connection.nudge(true);
    return done;
  },
  pause: (app, { paused }) => app.pauseAll(paused).then(() => null),
  settle: (app, { site }) => {
    app.settle(site);
    return done;
  },
  activity: (app, { most }) => app.activity.newest(most),
};

/** The answer where the data on the disk is of a newer version of the plugin, and this one must not touch it. */
export const NEWER_DATA = "newer_data";

/** What a page hears of a question that came to nothing. */
export const noAnswer = (error: unknown): unknown => (error instanceof DOMException && error.name === "VersionError" ? NEWER_DATA : undefined);

/** The answer to a message of an extension page; undefined when it is none of theirs. */
export function answerUi(app: Promise<App>, message: unknown): Promise<unknown> | undefined {
  const { ui } = message as { ui?: unknown };
  if (typeof ui !== "string" || !Object.hasOwn(HANDLERS, ui)) return undefined;
  const handler = HANDLERS[ui as keyof UiRequests] as (app: App, ask: unknown) => Promise<unknown>;
  return app.then((ready) => handler(ready, message));
}

/** Only the extension's own pages may command it: a content script shares its id, but comes from a site. */
export function isOwnPage(sender: chrome.runtime.MessageSender): boolean {
  return sender.id === chrome.runtime.id && (sender.url ?? "").startsWith(chrome.runtime.getURL(""));
}

async function stateOf(app: App): Promise<UiState> {
  const pairings = Array.from(app.links.values(), ({ pairing, connection, runner, wantedPaths }) => ({
    browserId: pairing.browserId,
    bridgeName: pairing.bridgeName,
    address: pairing.address,
    seller: pairing.seller,
    connection: connection.state,
    running: runner.running,
    lanes: app.lanes.paused(pairing.browserId),
    mismatches: app.accounts.mismatches(pairing.browserId),
    wantedPaths,
  }));
  const left = Array.from(app.left.values(), ({ browserId, bridgeName, address, seller }): PairingView => (
    { browserId, bridgeName, address, seller, connection: { kind: "left" }, running: 0, lanes: [], mismatches: [], wantedPaths: [] }));
  return {
    version: PLUGIN_VERSION,
    offline: isOffline(),
    paused: app.paused,
    pairing: app.desk.step,
    pairings: [...pairings, ...left],
    sites: await app.siteStates(),
    holds: Array.from(app.lanes.holds(), ([site, { detail }]) => ({ site, detail })),
  };
}
