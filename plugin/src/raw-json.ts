/** JSON text, or its UTF-8 where it came as bytes and stays bytes all the way. */
export type Json = string | Uint8Array<ArrayBuffer>;

/**
 * JSON that passes through as it came. A number that JavaScript cannot hold (a long id, a price with its zeros) would change on its
 * way through JSON.parse and JSON.stringify; so what belongs to the site or to the back end is cut out of the text and put back as it was.
 */
export class RawJson {
  constructor(readonly written: Json) {}

  get text(): string {
    return typeof this.written === "string" ? this.written : new TextDecoder().decode(this.written);
  }
}

/** JSON of plain values; absent and null fields are left out of objects, {@link RawJson} goes in as it is. */
export function writeJson(value: unknown): string {
  return partsOf(value).map((part) => new RawJson(part).text).join("");
}

/** As {@link writeJson}, in bytes as soon as any part of it is. */
export function packJson(value: unknown): Json {
  return joinJson(partsOf(value));
}

/** The parts one after the other; bytes as soon as any of them is. */
export function joinJson(parts: readonly Json[]): Json {
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  const encoder = new TextEncoder();
  const bytes = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const whole = new Uint8Array(bytes.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

// Text in as few parts as the bytes between leave.
function partsOf(value: unknown): Json[] {
  const parts: Json[] = [];
  let text = "";
  write(value);
  parts.push(text);
  return parts;

  function write(each: unknown): void {
    if (each instanceof RawJson) raw(each.written);
    else if (Array.isArray(each)) list("[", each.map((one: unknown) => (): void => { write(one ?? null); }), "]");
    else if (each === undefined) text += "null";
    else if (each === null || typeof each !== "object") text += JSON.stringify(each);
    else list("{", Object.entries(each).filter(([, field]) => field !== null && field !== undefined).map(([name, field]) => (): void => {
      text += `${JSON.stringify(name)}:`;
      write(field);
    }), "}");
  }

  function raw(written: Json): void {
    if (typeof written === "string") text += written;
    else {
      parts.push(text, written);
      text = "";
    }
  }

  function list(open: string, members: (() => void)[], close: string): void {
    text += open;
    members.forEach((member, index) => {
      if (index > 0) text += ",";
      member();
    });
    text += close;
  }
}

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
  const [step, ...rest] = path;
  if (value === null || value === undefined) return value;
  if (step === undefined) return new RawJson(text.trim());
  if (step === "*") {
    if (!Array.isArray(value)) return value;
    const texts = elementsOf(text);
    return value.map((each: unknown, index) => lift(each, texts[index] ?? "null", rest));
  }
  if (typeof value !== "object" || Array.isArray(value) || !(step in value)) return value;
  const inner = membersOf(text).get(step);
  return inner === undefined ? value : { ...value, [step]: lift((value as Record<string, unknown>)[step], inner, rest) };
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
