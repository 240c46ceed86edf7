import { membersOf } from "./json-scan";
import type { SiteRequest } from "./protocol";
import type { TabFetch } from "./tab-messages";

const background = crypto.randomUUID();
let fetches = 0;

/** The fetch of a request, with its body as the caller wrote it. Its headers and form were checked before. */
export function tabFetch(request: SiteRequest, files: readonly Blob[], leftMs: number): TabFetch {
  const fetch: TabFetch = {
    kind: "fetch",
    id: `${background}-${String(++fetches)}`,
    url: request.url,
    method: request.method,
    headers: request.headers ?? {},
    credentials: request.credentials as RequestCredentials,
    notAfter: Date.now() + leftMs,
    // The background sees to the deadline.
    ...(request.timeout != null && request.timeout < leftMs && { timeoutMs: Math.ceil(request.timeout) }),
  };
  if (request.content_type === "multipart") {
    const fields = request.body ? Array.from(membersOf(request.body.text), ([name, text]): [string, string] => [name, fieldText(text)]) : [];
    const parts = (request.files ?? []).map(({ field, filename }, index) => ({ field, filename, blob: files[index] ?? new Blob() }));
    return { ...fetch, form: { fields, files: parts } };
  }
  return request.body ? { ...fetch, body: request.body.text } : fetch;
}

// A form knows only text: a string as it is, anything else as its JSON.
function fieldText(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : json;
}
