/** The whole list of what ran in this browser. */
import { KEPT } from "../activity";
import { ask, byId, translate } from "./dom";
import { activityLine } from "./lines";

const ALL = 2 * KEPT;

async function show(): Promise<void> {
  const lines = await ask("activity", { most: ALL });
  byId("activity").replaceChildren(...lines.map((line) => activityLine(line, true)));
  byId("empty").hidden = lines.length > 0;
}

translate();
void show();
