import type { ActivityLine } from "../activity";
import { make, say } from "./dom";

/** One line of the activity list. */
export function activityLine(line: ActivityLine, full: boolean): HTMLElement {
  const at = new Date(line.at);
  const time = full ? at.toLocaleString() : at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const cells: Node[] = [
    make("time", { text: time }),
    make("span", { text: line.what === "" ? line.action : line.what, className: line.write ? "what write" : "what" }),
    make("span", { className: `outcome ${line.outcome === "done" ? "good" : "bad"}` }, ...broken(full ? outcomeText(line) : say(`outcome_${line.outcome}`))),
  ];
  if (full) {
    cells.splice(1, 0, make("span", { text: line.site }), make("span", { text: `${line.backend} · ${line.bridge}` }));
    cells.push(make("span", { text: `${String(line.durationMs)} ms`, className: "number" }));
  }
  // Said again, for the narrow page takes the table apart.
  return full ? make("tr", { role: "row" }, ...cells.map((cell) => make("td", { role: "cell" }, cell))) : make("li", {}, ...cells);
}

// A code is one long word to the browser, which breaks it anywhere where it must.
function broken(text: string): Node[] {
  return text.split(/(?<=_)/).flatMap((part, index) => [...(index > 0 ? [make("wbr")] : []), make("span", { text: part })]);
}

function outcomeText({ outcome, code, status }: ActivityLine): string {
  const text = say(`outcome_${outcome}`);
  const why = code ?? (status ? String(status) : "");
  return why === "" ? text : `${text} (${why})`;
}
