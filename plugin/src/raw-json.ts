import { joinBytes } from "./encoding";

const encoder = new TextEncoder();

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
  return joinBytes(parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part)));
}

function partsOf(value: unknown): Json[] {
  const writer = new Writer();
  writer.write(value);
  return writer.parts;
}

// Gathers JSON: text in as few parts as the bytes between leave.
class Writer {
  readonly #parts: Json[] = [];
  #text = "";

  get parts(): Json[] {
    return [...this.#parts, this.#text];
  }

  write(value: unknown): void {
    if (value instanceof RawJson) this.#raw(value.written);
    else if (Array.isArray(value)) this.#list("[", value.map((each: unknown) => ["", each ?? null]), "]");
    else if (typeof value === "object" && value !== null) {
      const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
      this.#list("{", fields.map(([name, field]) => [`${JSON.stringify(name)}:`, field]), "}");
    } else this.#text += value === undefined ? "null" : JSON.stringify(value);
  }

  #raw(written: Json): void {
    if (typeof written === "string") this.#text += written;
    else {
      this.#parts.push(this.#text, written);
      this.#text = "";
    }
  }

  #list(open: string, members: [name: string, value: unknown][], close: string): void {
    this.#text += open;
    members.forEach(([name, value], index) => {
      this.#text += index > 0 ? `,${name}` : name;
      this.write(value);
    });
    this.#text += close;
  }
}
