import { afterEach, expect, test, vi } from "vitest";
import { fetchPage, runFetch } from "../src/tab-fetch";
import type { PageFacts, TabFetch } from "../src/tab-messages";

const FACTS: PageFacts = { load: "l", csrf: { token: "t" }, anonId: "a", userId: "1", login: "demo.shop", language: "fr-FR" };
const REQUEST: TabFetch = {
  kind: "fetch", id: "1", url: "https://www.vinted.fr/api/v2/items/1", method: "GET", headers: {}, credentials: "include", timeoutMs: 1000,
};

afterEach(() => { vi.unstubAllGlobals(); });

function answering(response: Partial<Response>): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(() => Promise.resolve(response));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

test("a redirect is not followed, wherever it leads", async () => {
  const fetch = answering({ type: "opaqueredirect" });
  expect(await runFetch(REQUEST, FACTS, new AbortController())).toMatchObject({ kind: "lost", why: "redirect" });
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(fetch).toHaveBeenCalledWith(REQUEST.url, expect.objectContaining({ redirect: "manual" }));
});

test.each(["redirect", "network"])("a page that leads to another host and no network are told apart: %s", async (why) => {
  // Of both the browser says that nothing came.
  const fetch = vi.fn(({}, { redirect }: RequestInit) =>
    redirect === "manual" && why === "redirect" ? Promise.resolve({ type: "opaqueredirect" } as Response) : Promise.reject(new TypeError("NetworkError")));
  vi.stubGlobal("fetch", fetch);
  expect(await fetchPage("https://www.vinted.fr/")).toMatchObject({ kind: "lost", why });
  expect(fetch.mock.calls.map(([, { redirect }]) => redirect)).toEqual(["follow", "manual"]);
});

test("B02 the visitor is named as the page names them, and not at all where it does not", async () => {
  for (const [anonId, sent] of [["a", "a"], ["", null]] as const) {
    const fetch = answering(new Response("{}"));
    await runFetch(REQUEST, { ...FACTS, anonId }, new AbortController());
    expect((fetch.mock.calls[0]?.[1] as { headers: Headers }).headers.get("X-Anon-Id")).toBe(sent);
  }
});

test("without the page's token nothing is sent", async () => {
  const fetch = answering(new Response("{}"));
  expect(await runFetch(REQUEST, { ...FACTS, csrf: { missing: "none" } }, new AbortController())).toMatchObject({ kind: "refused", code: "csrf_missing" });
  expect(fetch).not.toHaveBeenCalled();
});

test.each([[411, 2], [400, 1], [500, 1], [503, 1]])("a write that was streamed and answered with %i is sent %i times", async (status, times) => {
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ nextHopProtocol: "h2" } as PerformanceNavigationTiming]);
  vi.resetModules();
  const { runFetch: run } = await import("../src/tab-fetch");
  const fetch = vi.fn(() => Promise.resolve(new Response("", { status })));
  vi.stubGlobal("fetch", fetch);
  await run({ ...REQUEST, method: "PUT", body: "{}" }, FACTS, new AbortController());
  expect(fetch).toHaveBeenCalledTimes(times);
});

test("no answer is taken from the browser's cache and none is left there", async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(new Response("{}", { headers: { "content-type": "application/json" } })));
  vi.stubGlobal("fetch", fetch);
  await runFetch(REQUEST, FACTS, new AbortController());
  await fetchPage("https://www.vinted.fr/");
  expect(fetch.mock.calls.map(([, init]) => init?.cache)).toEqual(["no-store", "no-store"]);
});

test("an answer that says it is larger than any is not read", async () => {
  const body = new Response("{}").body;
  answering(new Response(body, { headers: { "content-type": "application/json", "content-length": "67108865" } }));
  expect(await runFetch(REQUEST, FACTS, new AbortController())).toMatchObject({ kind: "answer", status: 200, tooBig: true });
  expect(body?.locked).toBe(false);
});

test("what sets a cookie stays in the browser", async () => {
  const headers = new Headers({ "content-type": "application/json", "set-cookie": "session=s3cr3t", "Set-Cookie2": "other=s3cr3t", "x-request-id": "7" });
  answering(new Response("{}", { headers }));
  const answer = await runFetch(REQUEST, FACTS, new AbortController());
  expect(JSON.stringify(answer)).not.toContain("s3cr3t");
  expect(answer).toMatchObject({ kind: "answer", headers: { "x-request-id": "7" } });
});

test.each<[string, string, number[], string]>([
  ["in the letters that it says", "text/csv; charset=ISO-8859-15", [0xe9, 0xa4], "é€"],
  ["in quotes", 'text/plain;charset="iso-8859-2"', [0xb1], "ą"],
  ["in letters that nobody knows as UTF-8", "text/plain; charset=klingon", [0xc3, 0xa9], "é"],
  ["without a word as UTF-8, without its mark", "text/plain", [0xef, 0xbb, 0xbf, 0xc3, 0xa9], "é"],
])("a text is read %s", async (_name, type, bytes, text) => {
  for (const length of [[], [["content-length", String(bytes.length)]]]) {
    answering(new Response(Uint8Array.from(bytes), { headers: new Headers([["content-type", type], ...length] as [string, string][]) }));
    expect(await runFetch(REQUEST, FACTS, new AbortController())).toMatchObject({ kind: "answer", text });
  }
});

test("a request that takes too long, one that is given up and one that broke off are told apart", async () => {
  const hanging = (): void => {
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => { reject(signal.reason as Error); });
    }));
  };
  hanging();
  expect(await runFetch({ ...REQUEST, timeoutMs: 20 }, FACTS, new AbortController())).toMatchObject({ kind: "lost", why: "timeout" });
  const giveUp = new AbortController();
  setTimeout(() => { giveUp.abort(); }, 20);
  expect(await runFetch(REQUEST, FACTS, giveUp)).toMatchObject({ kind: "lost", why: "aborted" });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("NetworkError")));
  expect(await runFetch(REQUEST, FACTS, new AbortController())).toMatchObject({ kind: "lost", why: "network", detail: "NetworkError" });
});

test("one that was given up before it left does not wait for its time", async () => {
  vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => (signal?.aborted ? Promise.reject(signal.reason as Error) : new Promise(() => undefined)));
  const giveUp = new AbortController();
  giveUp.abort();
  expect(await runFetch({ ...REQUEST, timeoutMs: 60_000 }, FACTS, giveUp)).toMatchObject({ kind: "lost", why: "aborted" });
});
