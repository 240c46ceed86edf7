/** The popup: shows what the background says, once a second and after every click. */
import type { ActivityLine } from "../activity";
import type { UiState } from "../messages";
import { originOf, SITES } from "../policy";
import { ask, byId, fill, isNewer, make, say, tell, translate } from "./dom";
import { prepareToLeave } from "./leave";
import { activityLine } from "./lines";
import { laneView, pairingView, siteView } from "./parts";
import { problemOf, stateName, stateText } from "./words";

const EVERY_MS = 1000;
const RECENT = 5;
let unpaired: boolean | undefined;

async function refresh(): Promise<void> {
  const [state, activity, { origins = [] }] = await Promise.all([ask("state", {}), ask("activity", { most: RECENT }), chrome.permissions.getAll()]);
  const granted = new Set(SITES.filter(({ host }) => origins.includes(originOf(host))).map(({ host }) => host));
  show(state, granted, activity[0]);
  fill(byId("activity"), ...activity.map((line) => activityLine(line, false)));
  byId("recent").hidden = activity.length === 0;
}

// The background reads its store before it does anything else.
function showNothing(error: unknown): void {
  tell("state", say("stateOffline"));
  byId("state").dataset.state = "offline";
  tell("problem", say(isNewer(error) ? "problemNewer" : "problemStart"));
  byId("problem").dataset.problem = isNewer(error) ? "plugin_outdated" : "storage_unavailable";
  byId("problem").hidden = false;
}

function show(state: UiState, granted: ReadonlySet<string>, last: ActivityLine | undefined): void {
  tell("state", stateText(state));
  byId("state").dataset.state = stateName(state);
  tell("version", state.version);
  const problem = problemOf(state, granted, last);
  tell("problem", problem?.text ?? "");
  byId("problem").dataset.problem = problem?.code ?? "";
  byId("problem").hidden = problem === undefined;
  showOffer(state);
  fill(byId("pairings"), ...state.pairings.map((pairing) => pairingView(pairing, act)));
  const lanes = laneView(state, act);
  fill(byId("lanes"), ...lanes);
  byId("lanes").hidden = lanes.length === 0;
  fill(byId("sites"), ...state.sites.map(siteView));
  byId("grant").hidden = granted.size === SITES.length;
  showPause(state);
}

// Each button takes the other's place, and the focus with it.
function showPause({ paused, pairings }: UiState): void {
  const focused = [byId("pause"), byId("resume")].some((button) => button === document.activeElement);
  byId("pause").hidden = paused || pairings.length === 0;
  byId("resume").hidden = !paused;
  if (focused) byId(paused ? "resume" : "pause").focus();
}

function showOffer({ pairing, pairings }: UiState): void {
  if (unpaired !== (pairings.length === 0)) {
    unpaired = pairings.length === 0;
    byId("pairing-box").toggleAttribute("open", unpaired);
  }
  const offered = pairing.step === "offered";
  const isNew = offered && byId("offer").hidden;
  byId("offer").hidden = !offered;
  byId("pairing-box").hidden = offered;
  byId("pair").toggleAttribute("disabled", pairing.step === "asking" || pairing.step === "confirming");
  if (!offered) return;
  tell("offer-text", say("offerText", pairing.bridge, pairing.address, pairing.seller));
  fill(byId("offer-paths"), ...pairing.paths.map((path) => make("li", { text: say("offerPath", path) })));
  // The form goes, and the focus with it. Not to a button: a second press of Enter is no yes.
  if (isNew) byId("offer").focus();
}

function act(work: Promise<unknown>): void {
  void work.finally(look);
}

function look(): Promise<void> {
  return refresh().catch(showNothing);
}

translate();
byId("pairing").addEventListener("submit", (event) => {
  event.preventDefault();
  const value = (id: string): string => (byId(id) as HTMLInputElement).value;
  act(ask("pair", { address: value("address"), code: value("code") }));
});
byId("accept").addEventListener("click", () => { act(ask("accept", {})); });
byId("decline").addEventListener("click", () => { act(ask("decline", {})); });
byId("pause").addEventListener("click", () => { act(ask("pause", { paused: true })); });
byId("resume").addEventListener("click", () => { act(ask("pause", { paused: false })); });
prepareToLeave(act);
// The browser asks the person only while it handles their click, so nothing may be awaited before.
byId("grant").addEventListener("click", () => {
  act(chrome.permissions.request({ origins: SITES.map(({ host }) => originOf(host)) }));
});
setInterval(() => { void look(); }, EVERY_MS);
void look();
