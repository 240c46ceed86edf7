import type { ActivityLine } from "../activity";
import type { ConnectionState } from "../connection";
import type { UiState } from "../messages";
import type { Message, SiteStatus } from "../protocol";
import { say } from "./dom";

type StateName = "asking" | "unpaired" | "held" | "other_account" | "paused" | "offline" | "connected";

const STATES: Record<StateName, string> = {
  asking: "stateAsking",
  unpaired: "stateUnpaired",
  held: "stateHeld",
  other_account: "stateAccount",
  paused: "statePaused",
  offline: "stateOffline",
  connected: "stateConnected",
};

export function stateName({ paused, pairings, pairing, holds }: UiState): StateName {
  if (pairing.step === "asking" || pairing.step === "confirming") return "asking";
  if (pairings.length === 0) return "unpaired";
  if (!pairings.some(({ connection }) => connection.kind === "connected")) return "offline";
  if (holds.length > 0 || pairings.some(({ lanes }) => lanes.some(({ code }) => code === "challenge"))) return "held";
  if (pairings.some(({ mismatches }) => mismatches.length > 0)) return "other_account";
  return paused ? "paused" : "connected";
}

/** What the plugin does now, in a few words. */
export function stateText(state: UiState): string {
  const name = stateName(state);
  const running = state.pairings.reduce((sum, each) => sum + each.running, 0);
  return name === "connected" && running > 0 ? say("stateRunning", running) : say(STATES[name]);
}

/** How a bridge's connection stands, and what can be done about it. */
export function connectionText(connection: ConnectionState): string {
  if (connection.kind === "connected") return say("connected");
  if (connection.kind === "connecting") return say("connecting");
  if (connection.kind === "left") return say("left");
  if (connection.kind === "resting") return say(`rest_${connection.rest.reason}`, connection.rest.detail);
  const seconds = Math.max(0, Math.ceil((connection.until - Date.now()) / 1000));
  return say(connection.detail === "unreachable" ? "waitUnreachable" : "waitClosed", seconds);
}

/** The lanes that stand still, one a site: of several bridges' the one that most needs the person. What the seller paused altogether is told elsewhere. */
export function lanesOf({ pairings, paused }: UiState): Message<"lane">[] {
  const lanes = new Map<string, Message<"lane">>();
  for (const lane of pairings.flatMap((pairing) => pairing.lanes)) {
    if (paused && lane.code === "lane_paused") continue;
    const other = lanes.get(lane.site);
    if (!other || urgency(lane) > urgency(other)) lanes.set(lane.site, lane);
  }
  return [...lanes.values()];
}

// A limit of the site passes by itself.
function urgency({ code }: Message<"lane">): number {
  return code === "challenge" ? 2 : code === "rate_limited" ? 0 : 1;
}

export function laneText({ site, code, detail, until }: Message<"lane">): string {
  if (code === "challenge") return say("laneChallenge", site);
  const time = until ? say("laneUntil", new Date(until).toLocaleTimeString()) : "";
  return `${say("lanePaused", site)} ${detail ?? ""} ${time}`.trim();
}

/** Something that needs the person, with what to do. */
export interface Problem {
  /** As in `docs/errors.md` where the bridge has a word for it. */
  code: string;
  text: string;
}

/** What the last command of a site failed for, when a person can mend it. */
const LAST: Record<string, string> = {
  site_permission_missing: "problemPermission",
  not_signed_in: "problemSignedOut",
  csrf_missing: "problemCsrf",
  no_site_tab: "problemTabFailed",
  storage_unavailable: "problemStorage",
};

// What the last command failed for may be mended since: what the browser and the site say now is later.
function isMended({ code, site }: ActivityLine, sites: readonly SiteStatus[], granted: ReadonlySet<string>): boolean {
  // A site without a tab has no status.
  if (code === "site_permission_missing") return granted.has(site);
  return code === "not_signed_in" && sites.find((each) => each.site === site)?.signed_in === true;
}

/**
 * The one thing that most needs the person; undefined when nothing does.
 * @param granted The sites that the browser has granted: a seller may well leave out those that they do not use.
 */
export function problemOf({ offline, pairing, pairings, sites }: UiState, granted: ReadonlySet<string>, last: ActivityLine | undefined): Problem | undefined {
  if (pairing.step === "failed") return { code: pairing.code, text: pairingFailure(pairing.code, pairing.detail) };
  if (granted.size === 0) return { code: "site_permission_missing", text: say("problemPermission") };
  if (pairings.length === 0) return undefined;
  const left = pairings.find(({ connection }) => connection.kind === "left");
  if (left) return { code: "storage_unavailable", text: connectionText(left.connection) };
  if (offline) return { code: "offline", text: say("problemOffline") };
  const connections = pairings.map(({ connection }) => connection);
  const resting = connections.find((connection) => connection.kind === "resting");
  if (resting && !connections.some(({ kind }) => kind === "connected")) return { code: resting.rest.reason, text: connectionText(resting) };
  const failed = last?.code === undefined || isMended(last, sites, granted) ? undefined : LAST[last.code];
  if (last?.code !== undefined && failed !== undefined) return { code: last.code, text: say(failed, last.site) };
  const signedOut = sites.find((site) => site.signed_in === false);
  if (signedOut) return { code: "not_signed_in", text: say("problemSignedOut", signedOut.site) };
  return sites.some((site) => site.tab === "open") ? undefined : { code: "no_tab_yet", text: say("problemNoTab") };
}

function pairingFailure(code: string, detail: string): string {
  const known = ["address", "unreachable", "lost", "storage_unavailable", "pairing_code_wrong", "slow_down", "expired", "plugin_outdated", "bridge_outdated"];
  return known.includes(code) ? say(`pairing_${code}`) : say("pairing_refused", detail || code);
}
