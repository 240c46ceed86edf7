import type { PairingView, UiState } from "../messages";
import type { SiteStatus } from "../protocol";
import { ask, button, make, say } from "./dom";
import { askToLeave } from "./leave";
import { connectionText, lanesOf, laneText } from "./words";

type Act = (work: Promise<unknown>) => void;

/** One bridge: who, how it stands, and how to end it. */
export function pairingView(pairing: PairingView, act: Act): HTMLElement {
  const { browserId, bridgeName, seller, address, connection, wantedPaths } = pairing;
  const waiting = connection.kind === "waiting" || connection.kind === "resting";
  const actions = make("div", { className: "row" });
  if (waiting) actions.append(button(say("retry"), () => { act(ask("retry", { browserId })); }, { className: "retry", about: bridgeName }));
  actions.append(button(say("unpair"), () => { act(askToLeave(browserId)); }, { className: "unpair", about: bridgeName }));
  const view = make(
    "li",
    { className: `pairing ${connection.kind}`, of: [browserId, ...wantedPaths].join(" ") },
    make("strong", { text: say("pairingTitle", bridgeName, seller) }),
    make("span", { text: address, className: "quiet" }),
    make("span", { text: connectionText(connection), className: "connection" }),
  );
  if (wantedPaths.length > 0) {
    view.append(make("p", { text: say("wantedPaths", wantedPaths.join(", ")) }));
    actions.prepend(button(say("agree"), () => { act(ask("agree", { browserId, paths: wantedPaths })); }, { className: "agree", about: bridgeName }));
  }
  view.append(actions);
  return view;
}

/** The lanes that stand still, each with the way on; a limit of the site passes by itself, and what the seller paused has its own button. */
export function laneView(state: UiState, act: Act): HTMLElement[] {
  const { holds, pairings } = state;
  const go = (site: string, text: string): HTMLElement => button(text, () => { act(ask("settle", { site })); }, { className: "settle main", about: site });
  const lanes = new Map<string, HTMLElement>();
  for (const lane of lanesOf(state)) {
    const ways = lane.code === "rate_limited" ? [] : [go(lane.site, say(lane.code === "challenge" ? "settled" : "resume"))];
    lanes.set(lane.site, make("div", { className: "lane", of: lane.site }, make("p", { text: laneText(lane) }), ...ways));
  }
  for (const { site, meant, found } of pairings.flatMap(({ mismatches }) => mismatches)) {
    lanes.set(site, make("div", { className: "lane account", of: site }, make("p", { text: say("laneAccount", site, found, meant) }), go(site, say("resume"))));
  }
  for (const { site } of holds) {
    lanes.set(site, make("div", { className: "lane", of: site }, make("p", { text: say("laneChallenge", site) }), go(site, say("settled"))));
  }
  return [...lanes.values()];
}

/** One site: its tab, the permission, who is signed in. */
export function siteView({ site, tab, permission, signed_in: signedIn, login }: SiteStatus): HTMLElement {
  const facts = [
    permission ? "" : say("siteNoPermission"),
    tab === "open" ? say("siteTab") : say("siteNoTab"),
    signedIn === true ? say("siteSignedIn", login ?? "") : signedIn === false ? say("siteSignedOut") : "",
  ];
  const good = permission && signedIn !== false;
  return make(
    "li",
    { className: good ? "site" : "site bad" },
    make("strong", { text: site }),
    make("span", { text: facts.filter((fact) => fact !== "").join(" · "), className: "quiet" }),
  );
}
