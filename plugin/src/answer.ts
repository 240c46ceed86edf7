import { base64, sha256 } from "./encoding";
import { isDeep } from "./json-scan";
import type { SiteResponse } from "./protocol";
import { RawJson } from "./raw-json";
import type { TabAnswer } from "./tab-messages";

const strict = new TextDecoder("utf-8", { fatal: true });

/** What is nested deeper than this no program on the way can read as JSON; it travels as text. */
const MAX_DEPTH = 500;

/** The site's word for a limit, whatever the status. */
export const RATE_LIMITED = "rate_limit_exceeded";

/** Whether the site says that it is asked too often. */
export const isLimit = ({ status, code }: SiteResponse): boolean => status === 429 || code === RATE_LIMITED;

/** What the JSON of an answer says; undefined when it is not JSON. */
export function jsonOf({ json }: TabAnswer): unknown {
  try {
    return json && (JSON.parse(strict.decode(json)) as unknown);
  } catch {
    return undefined;
  }
}

/** An answer as text, JSON or not; undefined when it is neither. */
export function textOf({ text, json }: TabAnswer): string | undefined {
  return json ? new TextDecoder().decode(json) : text;
}

/** The site's own error in a body; HTTP 200 with a code other than 0 is one too. */
export function siteError(body: unknown): { error?: string; code?: string } | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { code, message, message_code: name } = body as { code?: unknown; message?: unknown; message_code?: unknown };
  if (typeof code !== "number" || code === 0) return undefined;
  return {
    code: typeof name === "string" && name !== "" ? name : String(code),
    ...(typeof message === "string" && { error: message }),
  };
}

/** An answer of the site in the form of the wire: JSON as the site wrote it, text as a string, anything else in base64. */
export async function responseOf(answer: TabAnswer, body: unknown): Promise<SiteResponse> {
  const { status, statusText, headers, durationMs, tooBig } = answer;
  const fault = siteError(body);
  const ok = status >= 200 && status < 300;
  const response: SiteResponse = { success: ok && !fault && !tooBig, status, statusText, headers, duration_ms: durationMs };
  const data = await dataOf(answer, body);
  if (data) response.data = data;
  if (tooBig) return { ...response, error: "The answer is larger than the plugin takes and was left out." };
  if (fault) return { ...response, error: fault.error ?? `The site refused with ${fault.code ?? "an error"}.`, ...(fault.code && { code: fault.code }) };
  return ok ? response : { ...response, error: messageOf(body) ?? `HTTP ${String(status)} ${statusText}`.trim() };
}

function messageOf(body: unknown): string | undefined {
  const message = (body as { message?: unknown } | null | undefined)?.message;
  return typeof message === "string" ? message : undefined;
}

async function dataOf(answer: TabAnswer, body: unknown): Promise<RawJson | undefined> {
  const { headers, json, blob } = answer;
  if (json && body !== undefined && !isDeep(json, MAX_DEPTH)) return new RawJson(trimmed(json));
  const text = textOf(answer);
  if (text !== undefined) return text === "" ? undefined : new RawJson(JSON.stringify(text));
  if (!blob || blob.size === 0) return undefined;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const content_type = headers["content-type"] ?? "";
  return new RawJson(JSON.stringify({ content_type, size: bytes.length, sha256: await sha256(bytes), content: base64(bytes) }));
}

// Without the blanks around it, and without the mark that some put before UTF-8.
function trimmed(json: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const isBlank = (c: number | undefined): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
  let start = json[0] === 0xef && json[1] === 0xbb && json[2] === 0xbf ? 3 : 0;
  let end = json.length;
  while (isBlank(json[start])) start++;
  while (isBlank(json[end - 1])) end--;
  return json.subarray(start, end);
}
