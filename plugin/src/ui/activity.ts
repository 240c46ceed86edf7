/** The whole list of what ran in this browser. */
import { KEPT } from "../activity";
import { ask, byId, isNewer, say, tell, translate } from "./dom";
import { activityLine } from "./lines";

const ALL = 2 * KEPT;
const AGAIN_MS = 5_000;

async function show(): Promise<void> {
  const lines = await ask("activity", { most: ALL });
  byId("activity").replaceChildren(...lines.map((line) => activityLine(line, true)));
  byId("empty").hidden = lines.length > 0;
  byId("problem").hidden = true;
}

// The background could not start, or its list could not be read; it tries again, and so does this page.
function showNothing(error: unknown): void {
  tell("problem", say(isNewer(error) ? "problemNewer" : "problemStart"));
  byId("problem").hidden = false;
  setTimeout(look, AGAIN_MS);
}

function look(): void {
  show().catch(showNothing);
}

translate();
look();
