import { joinBytes } from "./encoding";
import { demandsLength, sentOnce } from "./sent-once";
import type { PageFacts, TabAnswer, TabFetch, TabLost, TabReply } from "./tab-messages";

/** The largest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const PAGE_MS = 20_000;

/** Headers of an answer that carry the session; they stay in the browser. */
const KEPT_HERE = new Set(["set-cookie", "set-cookie2"]);

/** Runs one fetch in the page's name and reads its answer. Never throws. */
export async function runFetch(request: TabFetch, facts: PageFacts, giveUp: AbortController): Promise<TabReply> {
  const headers = new Headers(request.headers);
  const own = headers.has("X-CSRF-Token");
  if (!own && "missing" in facts.csrf) return { kind: "refused", code: "csrf_missing", detail: facts.csrf.missing };
  const token = !own && "token" in facts.csrf ? facts.csrf.token : undefined;
  addHeaders(headers, { "X-CSRF-Token": token, "X-Anon-Id": facts.anonId, "Accept-Language": facts.language });
  addHeaders(headers, { Accept: "application/json, text/plain, */*", "Content-Type": request.body === undefined ? "" : "application/json" });
  const once = sentOnce(request);
  const reply = await fetchNow(request, headers, giveUp, token, once);
  return once && reply.kind === "answer" && demandsLength(reply.status) ? await fetchNow(request, headers, giveUp, token) : reply;
}

/** Loads a page of the site, as the browser would. */
export async function fetchPage(url: string): Promise<TabAnswer | TabLost> {
  const page: TabFetch = { kind: "fetch", id: "", url, method: "GET", headers: {}, credentials: "include", timeoutMs: PAGE_MS };
  const headers = new Headers({ Accept: "text/html" });
  // Where the session has run out, the site leads to where it renews it and back; but to no other host.
  const reply = await fetchNow(page, headers, new AbortController(), undefined, { redirect: "follow", mode: "same-origin" });
  // That it leads to another host is no more to the browser than that there is no network; but the site has answered.
  return reply.kind === "lost" && reply.why === "network" ? await fetchNow(page, headers, new AbortController()) : reply;
}

async function fetchNow(
  request: TabFetch, headers: Headers, giveUp: AbortController, token?: string, otherwise?: RequestInit,
): Promise<TabAnswer | TabLost> {
  const began = performance.now();
  const lasted = (): number => Math.round(performance.now() - began);
  let late: AbortSignal | undefined;
  try {
    const coming = fetch(request.url, {
      method: request.method,
      headers,
      credentials: request.credentials,
      body: request.form ? formOf(request.form) : (request.body ?? null),
      redirect: "manual",
      // What the site says now, and nothing of it left on the disk: no decision, read-back least of all, rests on an answer of before.
      cache: "no-store",
      signal: giveUp.signal,
      ...otherwise,
    });
    // While it is on its way: to make this signal takes Firefox a quarter of a millisecond. A plain timer would be late in a hidden tab.
    if (request.timeoutMs !== undefined) late = endingIn(request.timeoutMs, giveUp);
    const response = await coming;
    if (response.type === "opaqueredirect") {
      return { kind: "lost", why: "redirect", detail: "The site answered with a redirect, which is not followed.", durationMs: lasted() };
    }
    const read = await readAnswer(response);
    const { status, statusText } = response;
    return { kind: "answer", status, statusText, headers: headersOf(response), ...read, ...(token !== undefined && { token }), durationMs: lasted() };
  } catch (error) {
    const { aborted, reason } = giveUp.signal as { aborted: boolean; reason: unknown };
    const why = !aborted ? "network" : reason === late?.reason ? "timeout" : "aborted";
    return { kind: "lost", why, detail: error instanceof Error ? error.message : String(error), durationMs: lasted() };
  }
}

function endingIn(ms: number, giveUp: AbortController): AbortSignal {
  const late = AbortSignal.timeout(ms);
  late.addEventListener("abort", () => { giveUp.abort(late.reason); }, { once: true });
  return late;
}

// What the site's own pages send, where the caller gave nothing.
function addHeaders(headers: Headers, added: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(added)) {
    if (value && !headers.has(name)) headers.set(name, value);
  }
}

function formOf({ fields, files }: NonNullable<TabFetch["form"]>): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  for (const { field, filename, blob } of files) form.append(field, blob, filename);
  return form;
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => !KEPT_HERE.has(name)));
}

async function readAnswer(response: Response): Promise<Pick<TabAnswer, "text" | "json" | "blob" | "tooBig">> {
  const type = response.headers.get("content-type") ?? "";
  const said = Number(response.headers.get("content-length") ?? NaN);
  if (said > MAX_ANSWER_BYTES) return { tooBig: true };
  // Chunk by chunk costs more than the fetch; so only where nobody said how much there is.
  const compressed = response.headers.has("content-encoding");
  if (said >= 0 && !compressed) {
    if (isJson(type)) return { json: new Uint8Array(await response.arrayBuffer()) };
    if (isText(type)) return { text: textFrom(await response.arrayBuffer(), type) };
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      return { tooBig: true };
    }
    chunks.push(next.value);
  }
  if (isJson(type)) return { json: joinBytes(chunks) };
  return isText(type) ? { text: textFrom(joinBytes(chunks), type) } : { blob: new Blob(chunks, { type }) };
}

function textFrom(bytes: BufferSource, type: string): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(type)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

// What does not say what it is may be JSON, too.
function isJson(contentType: string): boolean {
  return /^$|[/+]json$/.test(essence(contentType));
}

function isText(contentType: string): boolean {
  return /^text\/|[/+](xml|javascript|x-www-form-urlencoded)$/.test(essence(contentType));
}

function essence(contentType: string): string {
  return contentType.split(";")[0]?.trim().toLowerCase() ?? "";
}
