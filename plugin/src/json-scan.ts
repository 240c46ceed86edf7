/** Finds its way in JSON text without reading it into values, so that what is cut out is as it was written. */
import { RawJson } from "./raw-json";

/** The members of a JSON object, each with the text of its value. The text must be valid JSON. */
export function membersOf(text: string): Map<string, string> {
  const members = new Map<string, string>();
  for (const item of items(text)) {
    const keyEnd = skipString(text, item.start);
    const start = blank(text, blank(text, keyEnd) + 1);
    members.set(JSON.parse(text.slice(item.start, keyEnd)) as string, text.slice(start, item.end));
  }
  return members;
}

/** The texts of a JSON array's elements. The text must be valid JSON. */
export function elementsOf(text: string): string[] {
  return Array.from(items(text), (item) => text.slice(item.start, item.end));
}

/** Replaces what stands at a path (`*`: every element) by its {@link RawJson}; `value` is what JSON.parse made of `text`. */
export function lift(value: unknown, text: string, path: readonly string[]): unknown {
  // Most messages have nothing there, and to look through the text costs more than all else that is done with them.
  return reaches(value, path) ? lifted(value, text, path) : value;
}

function reaches(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (value === null || value === undefined) return false;
  if (step === undefined) return true;
  if (step === "*") return Array.isArray(value) && value.some((each: unknown) => reaches(each, rest));
  return typeof value === "object" && !Array.isArray(value) && step in value && reaches((value as Record<string, unknown>)[step], rest);
}

function lifted(value: unknown, text: string, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (value === null || value === undefined) return value;
  if (step === undefined) return new RawJson(text.trim());
  if (step === "*") {
    if (!Array.isArray(value)) return value;
    const texts = elementsOf(text);
    return value.map((each: unknown, index) => lifted(each, texts[index] ?? "null", rest));
  }
  if (typeof value !== "object" || Array.isArray(value) || !(step in value)) return value;
  const inner = membersOf(text).get(step);
  return inner === undefined ? value : { ...value, [step]: lifted((value as Record<string, unknown>)[step], inner, rest) };
}

/** Whether valid JSON is nested more than so many levels deep. */
export function isDeep(json: Uint8Array, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const c = json[at];
    if (inString) {
      if (c === 0x5c) at++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > levels) return true;
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return false;
}

interface Span {
  start: number;
  end: number;
}

// What stands between the commas of an object or array, without the blanks around it.
function* items(text: string): Generator<Span> {
  let at = blank(text, blank(text, 0) + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    const start = at;
    let end = at;
    while (at < text.length && text[at] !== "," && text[at] !== "}" && text[at] !== "]") {
      end = skipToken(text, at);
      at = blank(text, end);
    }
    yield { start, end };
    if (text[at] === ",") at = blank(text, at + 1);
  }
}

function blank(text: string, at: number): number {
  while (at < text.length && " \n\r\t".includes(text.charAt(at))) at++;
  return at;
}

function skipToken(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return skipString(text, at);
  if (first !== "{" && first !== "[") return at + 1;
  let depth = 0;
  while (at < text.length) {
    const c = text[at];
    if (c === '"') {
      at = skipString(text, at);
      continue;
    }
    at++;
    if (c === "{" || c === "[") depth++;
    else if ((c === "}" || c === "]") && --depth === 0) break;
  }
  return at;
}

function skipString(text: string, at: number): number {
  for (at++; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return at;
}
