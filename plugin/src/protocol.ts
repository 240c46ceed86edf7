import * as v from "valibot";
import { lift } from "./json-scan";
import { RawJson, writeJson } from "./raw-json";

/** What this side speaks, and the oldest bridge it still understands. `docs/protocol.md` leads. */
export const PROTOCOL = 1;
export const MIN_PROTOCOL = 1;
export const SUBPROTOCOL = "stoflow.v1";

/** The largest text frame, and above what requests and results travel as a body; in bytes. */
export const MAX_FRAME_BYTES = 1024 * 1024;
export const MAX_INLINE_BYTES = 512 * 1024;

const text = v.string();
const int = v.pipe(v.number(), v.integer(), v.minValue(-2147483648), v.maxValue(2147483647));
const long = v.pipe(v.number(), v.safeInteger());
const texts = v.array(text);
const raw = v.instance(RawJson);
const type = <const T extends string>(name: T) => v.literal(name);

const browserInfo = v.object({ name: text, version: text });
const bodyRef = v.object({ body_id: text, size: long, sha256: text });
const siteFile = v.object({ field: text, filename: text, mime_type: text, body: bodyRef });
const siteRequest = v.object({
  url: text,
  method: text,
  credentials: text,
  content_type: text,
  headers: v.nullish(v.record(text, text)),
  body: v.nullish(raw),
  timeout: v.nullish(int),
  files: v.nullish(v.array(siteFile)),
});
const siteResponse = v.object({
  success: v.boolean(),
  status: int,
  statusText: text,
  headers: v.record(text, text),
  duration_ms: int,
  data: v.nullish(raw),
  error: v.nullish(text),
  code: v.nullish(text),
});
const siteStatus = v.object({
  site: text,
  tab: text,
  permission: v.boolean(),
  signed_in: v.nullish(v.boolean()),
  login: v.nullish(text),
});

const message = v.variant("type", [
  v.object({
    type: type("hello"), protocol: int, min_protocol: int, bridge_id: text, bridge_name: text, bridge_version: text, challenge: text,
    expires_in_ms: int,
  }),
  v.object({ type: type("identify"), protocol: int, plugin_version: text, browser_id: text, browser: browserInfo, signature: text, challenge: v.nullish(text) }),
  v.object({ type: type("pair_ask"), protocol: int, plugin_version: text, code: text, browser: browserInfo }),
  v.object({ type: type("pair_offer"), pairing_id: text, seller: text, paths: texts, expires_in_ms: int }),
  v.object({ type: type("pair_confirm"), pairing_id: text, name: text, public_key: text, signature: text }),
  v.object({ type: type("paired"), browser_id: text, seller: text, bridge_key: v.nullish(text) }),
  v.object({ type: type("welcome"), session_id: text, seller: text, ping_interval_ms: int, chunk_bytes: int, paths: texts, proof: v.nullish(text) }),
  v.object({ type: type("refused"), code: text, detail: text }),
  v.object({ type: type("unpair") }),
  v.object({ type: type("holdings"), running: texts, begun: texts, ended: texts, last: v.boolean() }),
  v.object({ type: type("status"), paused: v.boolean(), sites: v.array(siteStatus) }),
  v.object({
    type: type("command"), id: text, action: text, site: text, backend: text, deadline_ms: int, parallel: int, gap_ms: int,
    requests: v.nullish(v.array(siteRequest)), payload: v.nullish(bodyRef), trace: v.nullish(text), at_ms: v.nullish(long),
  }),
  v.object({ type: type("begun"), id: text }),
  v.object({
    type: type("result"), id: text, outcome: text, duration_ms: int, code: v.nullish(text), detail: v.nullish(text), data: v.nullish(raw),
    results: v.nullish(v.array(siteResponse)), payload: v.nullish(bodyRef),
  }),
  v.object({ type: type("ack"), ids: texts }),
  v.object({ type: type("cancel"), id: text }),
  v.object({ type: type("ping"), seq: long }),
  v.object({ type: type("pong"), seq: long }),
  v.object({
    type: type("lane"), site: text, state: text, code: v.nullish(text), detail: v.nullish(text), until: v.nullish(text),
  }),
  v.object({ type: type("lane_ask"), want: text, site: v.nullish(text), detail: v.nullish(text) }),
  v.object({ type: type("body_get"), ref: int, body_id: text, offset: long, length: int }),
  v.object({ type: type("body_gone"), ref: int, detail: text }),
  v.object({ type: type("body_put"), ref: int, body_id: text, size: long, sha256: text }),
  v.object({ type: type("body_ok"), ref: int, received: long }),
]);

export type WireMessage = v.InferOutput<typeof message>;
export type Message<T extends WireMessage["type"]> = Extract<WireMessage, { type: T }>;
export type Command = Message<"command">;
export type Welcome = Message<"welcome">;
export type BodyRef = v.InferOutput<typeof bodyRef>;
export type BrowserInfo = v.InferOutput<typeof browserInfo>;
export type SiteRequest = v.InferOutput<typeof siteRequest>;
export type SiteResponse = v.InferOutput<typeof siteResponse>;
export type SiteStatus = v.InferOutput<typeof siteStatus>;

/** A frame that is not a message; `field` says where, in the words of the bridge. */
export class InvalidMessage extends Error {
  constructor(readonly field: string, what: string) {
    super(`${field}: ${what}`);
  }
}

const LIFTED = new Map([
  ["command", [["requests", "*", "body"]]],
  ["result", [["data"], ["results", "*", "data"]]],
]);

/** A text frame as a message. */
export function readMessage(frame: string): WireMessage {
  const value = parse(frame);
  const kind = (value as { type?: unknown } | null)?.type;
  const paths = LIFTED.get(kind as string) ?? [];
  return check(message, paths.reduce((lifted, path) => lift(lifted, frame, path), value));
}

/** A message as a text frame. */
export function writeMessage(written: WireMessage): string {
  return writeJson(written);
}

/** The `payload` of a command: the JSON text of its requests. */
export function readRequests(payload: string): SiteRequest[] {
  return check(v.array(siteRequest), lift(parse(payload), payload, ["*", "body"]), "requests");
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    throw new InvalidMessage("type", "Not valid JSON of the shape that is due.");
  }
}

function check<const S extends v.GenericSchema>(schema: S, value: unknown, root = ""): v.InferOutput<S> {
  const found = v.safeParse(schema, value, { abortEarly: true });
  if (found.success) return found.output;
  const issue = found.issues[0];
  const keys = (issue.path ?? []).map((step) => step.key);
  const field = keys.reduce<string>((path, key) => join(path, key), root);
  throw new InvalidMessage(field === "" ? "type" : field, issue.received === "undefined" ? "required." : "not of the type that is due.");
}

function join(path: string, key: unknown): string {
  if (typeof key === "number") return `${path}[${String(key)}]`;
  return path === "" ? String(key) : `${path}.${String(key)}`;
}
