import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TabAsk, TabReading, TabRequest, TabSays } from "../src/tab-messages";
import { deferred } from "../src/time";

const ORIGIN = "https://www.vinted.fr";
const token = (n: number): string => `"CSRF_TOKEN":"75f6c9fa-dc8e-4e52-a000-e09dd4084b3${String(n)}"`;

let says: TabSays[];
let ask: (asked: TabAsk) => void;
let leave: () => void;
let loaded: string[];
let pages: Record<string, () => Response>;
let cookie: () => string;
let hide: () => void;
let hungUp: number;
let show: (event: { persisted: boolean }) => void;

// A document of which the one script is the whole text.
const documentOf = (text: string): object => ({
  readyState: "complete",
  querySelectorAll: () => [{ textContent: text }],
  querySelector: () => null,
  get cookie(): string { return cookie(); },
});

const html = (text: string, status = 200): (() => Response) => () => new Response(text, { status, headers: { "content-type": "text/html" } });

beforeEach(() => {
  [says, loaded, pages, cookie] = [[], [], {}, () => ""];
  const port = {
    sender: { id: "stoflow" },
    onMessage: { addListener: (listener: typeof ask) => { ask = listener; } },
    onDisconnect: { addListener: (listener: typeof leave) => { leave = listener; } },
    postMessage: (said: TabSays) => says.push(said),
    disconnect: () => { hungUp++; },
  };
  Object.assign(chrome.runtime, { onConnect: { addListener: (listener: (opened: typeof port) => void) => { listener(port); } }, sendMessage: () => Promise.resolve() });
  vi.stubGlobal("fetch", (url: string) => {
    loaded.push(url);
    return Promise.resolve((pages[url.slice(ORIGIN.length)] ?? html("", 500))());
  });
  hungUp = 0;
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  show = (event) => { page.dispatchEvent(Object.assign(new Event("pageshow"), event)); };
  hide = () => { page.dispatchEvent(new Event("pagehide")); };
  vi.stubGlobal("DOMParser", class { parseFromString = documentOf; });
  vi.resetModules();
  delete (globalThis as { stoflow?: unknown }).stoflow;
});

afterEach(() => { vi.unstubAllGlobals(); });

/** The content script begins in a page with this text. */
async function begin(pathname: string, text = ""): Promise<void> {
  vi.stubGlobal("location", { origin: ORIGIN, pathname });
  vi.stubGlobal("document", documentOf(text));
  await import("../src/content");
}

async function readAgain(): Promise<TabReading> {
  ask({ n: 9, request: { kind: "read", fresh: true } });
  return (await vi.waitFor(() => says.find(({ n, reply }) => n === 9 && reply) ?? Promise.reject(new Error("not yet")))).reply as TabReading;
}

test("a page that cannot be read is told at once, and nothing is sent from it", async () => {
  // As in a page that the site puts in a sandbox.
  cookie = () => { throw new DOMException("The document is sandboxed.", "SecurityError"); };
  await begin("/");
  const request: TabRequest = { kind: "fetch", id: "1", url: `${ORIGIN}/api/v2/items`, method: "GET", headers: {}, credentials: "include", timeoutMs: 1000 };
  ask({ n: 1, request: { kind: "read", fresh: false } });
  ask({ n: 2, request });
  await vi.waitFor(() => { expect(says).toEqual([{ n: 0 }, { n: 1 }, { n: 2, reply: expect.objectContaining({ kind: "refused", code: "wrong_page" }) as object }]); });
  expect(loaded).toEqual([]);
});

test("a read whose background is gone is given up, a write goes on", async () => {
  const given = new Map<string, AbortSignal>();
  await begin("/", token(1));
  vi.stubGlobal("fetch", (_url: string, { method, signal }: RequestInit & { method: string; signal: AbortSignal }) => {
    given.set(method, signal);
    return new Promise(() => undefined);
  });
  for (const [id, method] of ["GET", "PUT"].entries()) {
    ask({ n: id + 1, request: { kind: "fetch", id: String(id), url: `${ORIGIN}/api/v2/items/7`, method, headers: {}, credentials: "include" } });
  }
  await vi.waitFor(() => { expect(given.size).toBe(2); });
  leave();
  expect([given.get("GET")?.aborted, given.get("PUT")?.aborted]).toEqual([true, false]);
});

test("a page that the browser puts away ends its line, for it may be kept and answer nothing", async () => {
  await begin("/", token(1));
  expect(hungUp).toBe(0);
  hide();
  expect(hungUp).toBe(1);
});

test("a line that has ended is held by nothing", async () => {
  await begin("/", token(1));
  leave();
  hide();
  expect(hungUp).toBe(0);
});

test("what is delivered twice runs once, and what is another site's not at all", async () => {
  await begin("/", token(1));
  const request: TabRequest = { kind: "fetch", id: "1", url: `${ORIGIN}/api/v2/items/7`, method: "PUT", headers: {}, credentials: "include" };
  ask({ n: 1, request });
  ask({ n: 2, request });
  ask({ n: 3, request: { ...request, id: "2", url: "https://www.vinted.fr.example/api/v2/items/7" } });
  await vi.waitFor(() => { expect(says.map(({ n }) => n).sort()).toEqual([0, 1, 2, 3]); });
  expect(loaded).toEqual([request.url]);
  expect(says.find(({ n }) => n === 2)?.reply).toBeUndefined();
  expect(says.find(({ n }) => n === 3)?.reply).toMatchObject({ kind: "refused", code: "wrong_page" });
});

test("what is for whoever was signed in when the site was last asked is not sent once a sign-in has set another cookie", async () => {
  let lastUser = "last_user_id=1";
  cookie = () => lastUser;
  await begin("/", token(1));
  let n = 0;
  const send = async (visitor?: "same" | "asked"): Promise<string | undefined> => {
    const id = ++n;
    ask({ n: id, request: { kind: "fetch", id: String(id), url: `${ORIGIN}/api/v2/items/${String(id)}`, method: "PUT", headers: {}, credentials: "include", ...(visitor && { visitor }) } });
    const { reply } = await vi.waitFor(() => says.find((said) => said.n === id && said.reply) ?? Promise.reject(new Error("not yet")));
    return reply?.kind === "refused" ? reply.code : reply?.kind;
  };
  expect(await send("same")).toBe("answer");
  lastUser = "last_user_id=2";
  expect([await send("same"), await send("same"), await send()]).toEqual(["other_visitor", "other_visitor", "answer"]);
  expect([await send("same"), await send("asked"), await send("same")]).toEqual(["other_visitor", "answer", "answer"]);
  expect(loaded).toHaveLength(4);
});

test("what a page comes to after its end, since it hung or the computer slept, is not begun", async () => {
  await begin("/", token(1));
  const late: TabRequest = { kind: "fetch", id: "1", url: `${ORIGIN}/api/v2/items/7`, method: "PUT", headers: {}, credentials: "include", notAfter: Date.now() - 1 };
  ask({ n: 1, request: late });
  ask({ n: 2, request: { ...late, id: "2", notAfter: Date.now() + 60_000 } });
  await vi.waitFor(() => { expect(says.map(({ n }) => n).sort()).toEqual([0, 1, 2]); });
  expect(says.find(({ n }) => n === 1)?.reply).toMatchObject({ kind: "refused", code: "too_late" });
  expect(loaded).toHaveLength(1);
});

describe("a page of which the background has not heard whom it shows", () => {
  const change = (id: string): TabAsk =>
    ({ n: Number(id), request: { kind: "fetch", id, url: `${ORIGIN}/api/v2/items/${id}`, method: "PUT", headers: {}, credentials: "include", visitor: "same" } });
  const heard = (n: number): Promise<unknown> => vi.waitFor(() => says.find((said) => said.n === n && said.reply)?.reply ?? Promise.reject(new Error("not yet")));

  test("sends nothing that was meant for the one before it", async () => {
    const told = deferred<undefined>();
    Object.assign(chrome.runtime, { sendMessage: () => told.promise });
    await begin("/", token(1));
    ask(change("1"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(says).toEqual([{ n: 0 }]);
    told.resolve(undefined);
    expect(await heard(1)).toMatchObject({ kind: "refused", code: "new_page" });
    expect(loaded).toEqual([]);
    ask(change("2"));
    expect(await heard(2)).toMatchObject({ kind: "answer" });
  });

  test("says it again when the browser brings it back from its memory, where what it had begun may never end", async () => {
    const greetings: unknown[] = [];
    Object.assign(chrome.runtime, { sendMessage: (says: unknown) => (greetings.push(says) === 1 ? new Promise(() => undefined) : Promise.resolve()) });
    await begin("/", token(1));
    await vi.waitFor(() => { expect(greetings).toHaveLength(1); });
    show({ persisted: false });
    show({ persisted: true });
    await vi.waitFor(() => { expect(greetings).toHaveLength(2); });
    await vi.waitFor(async () => {
      ask(change("3"));
      ask(change("4"));
      expect(await heard(4)).toMatchObject({ kind: "answer" });
    });
  });

  test("says at once that nothing was sent when it is to give up, though it still loads", async () => {
    Object.assign(chrome.runtime, { sendMessage: () => new Promise(() => undefined) });
    await begin("/", token(1));
    ask(change("1"));
    ask({ n: 2, request: { kind: "abort", id: "1" } });
    expect(await heard(1)).toMatchObject({ kind: "refused", code: "new_page" });
    expect(loaded).toEqual([]);
  });
});

describe("reading the page again", () => {
  test.each<[string, () => Response, string[]]>([
    ["that has the token takes that page alone", html(token(1)), ["/items/7"]],
    ["that has none goes on to the first page", html("nothing"), ["/items/7", "/"]],
    ["on which others wrote a second token goes on to the first page", html(`${token(1)} ${token(2)}`), ["/items/7", "/"]],
    ["that is gone goes on to the first page", html("gone", 404), ["/items/7", "/"]],
    ["that is no page goes on to the first page", () => new Response("x", { headers: { "content-type": "image/png" } }), ["/items/7", "/"]],
  ])("%s", async (_name, here, asked) => {
    pages = { "/items/7": here, "/": html(token(1)) };
    await begin("/items/7");
    expect(await readAgain()).toMatchObject({ kind: "page", facts: { csrf: { token: "75f6c9fa-dc8e-4e52-a000-e09dd4084b31" } } });
    expect(loaded).toEqual(asked.map((path) => `${ORIGIN}${path}`));
  });

  test("that leads to another of the site, as where the session has run out, is read where it ends", async () => {
    await begin("/items/7", token(1));
    const fetch = vi.fn(({}, { redirect }: RequestInit) => Promise.resolve(redirect === "follow" ? html(token(2))() : ({ type: "opaqueredirect" } as Response)));
    vi.stubGlobal("fetch", fetch);
    expect(await readAgain()).toMatchObject({ kind: "page", facts: { csrf: { token: "75f6c9fa-dc8e-4e52-a000-e09dd4084b32" } } });
    // To no other host, where its answer would be taken for the site's.
    expect(fetch).toHaveBeenCalledWith(`${ORIGIN}/items/7`, expect.objectContaining({ mode: "same-origin" }));
  });

  test.each<[string, () => Response]>([
    ["a refusal", html("<html>", 403)],
    ["a limit", html("", 429)],
    ["a page that is nothing but a check", html('<html><script src="https://ct.captcha-delivery.com/c.js"></script>')],
  ])("%s is handed on, and no further page is loaded", async (_name, here) => {
    pages = { "/items/7": here, "/": html(token(1)) };
    await begin("/items/7");
    expect(await readAgain()).toMatchObject({ kind: "answer" });
    expect(loaded).toHaveLength(1);
  });
});
