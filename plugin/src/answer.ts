import { base64, sha256 } from "./encoding";
import type { SiteResponse } from "./protocol";
import { isDeep, RawJson } from "./raw-json";
import type { TabAnswer } from "./tab-messages";

/** What is nested deeper than this no program on the way can read as JSON; it travels as text. */
const MAX_DEPTH = 500;

/** What the JSON of an answer says; undefined when it is not JSON. */
export function jsonOf({ headers, text }: TabAnswer): unknown {
  const type = headers["content-type"] ?? "";
  if (text === undefined || text.trim() === "" || !(type === "" || /[/+]json\b/i.test(type))) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
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

async function dataOf({ headers, text, blob }: TabAnswer, body: unknown): Promise<RawJson | undefined> {
  if (body !== undefined && !isDeep(text ?? "", MAX_DEPTH)) return new RawJson((text ?? "").trim());
  if (text !== undefined) return text === "" ? undefined : new RawJson(JSON.stringify(text));
  if (!blob || blob.size === 0) return undefined;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const content_type = headers["content-type"] ?? "";
  return new RawJson(JSON.stringify({ content_type, size: bytes.length, sha256: await sha256(bytes), content: base64(bytes) }));
}
