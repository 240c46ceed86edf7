import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TabAsk, TabReading, TabSays } from "../src/tab-messages";
import { Tabs } from "../src/tabs";

const SITE = "www.vinted.fr";
const FACTS = { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "fr-FR" };

/** How a tab behaves: its content script answers, it hangs, it has none, as an error page, the browser has discarded it, it was led to another site, is loaded anew, or its page has only begun to load. */
type Kind = "answers" | "hangs" | "empty" | "discarded" | "elsewhere" | "reloads" | "loads";

let kinds: Map<number, Kind>;
let opened: Kind;
let tabs: Tabs;
let asked: number[];
let leave: () => void;
const never = new AbortController().signal;

const tabOf = (id: number): object =>
  ({ id, url: kinds.get(id) === "empty" ? undefined : `https://${kinds.get(id) === "elsewhere" ? "www.vinted.de" : SITE}/`, status: "complete", active: id === 1, discarded: kinds.get(id) === "discarded" });

function load(id: number): Promise<void> {
  kinds.set(id, "answers");
  setTimeout(() => { tabs.pageReady(id, FACTS); }, 10);
  return Promise.resolve();
}

beforeEach(() => {
  vi.useFakeTimers();
  kinds = new Map();
  opened = "answers";
  asked = [];
  tabs = new Tabs();
  Object.assign(chrome, {
    scripting: { executeScript: ({ target }: { target: { tabId: number } }) => kinds.get(target.tabId) === "hangs" ? new Promise(() => undefined) : Promise.reject(new Error("no")) },
    tabs: {
      query: () => Promise.resolve([...kinds.keys()].filter((id) => kinds.get(id) !== "elsewhere").map(tabOf)),
      get: (id: number) => (kinds.has(id) ? Promise.resolve(tabOf(id)) : Promise.reject(new Error("gone"))),
      remove: vi.fn((id: number) => {
        kinds.delete(id);
        return Promise.resolve();
      }),
      create: vi.fn(() => {
        const id = Math.max(1, ...kinds.keys()) + 1;
        kinds.set(id, opened);
        if (opened === "answers") void load(id);
        if (opened === "elsewhere") setTimeout(() => { tabs.pageReady(id, FACTS); }, 10);
        return Promise.resolve(tabOf(id));
      }),
      connect: lineTo,
    },
  });
});

afterEach(() => { vi.useRealTimers(); });

function lineTo(tabId: number): object {
  const heard: ((says: TabSays) => void)[] = [];
  const gone: (() => void)[] = [];
  const say = (says: TabSays): void => { for (const listen of heard) listen(says); };
  leave = () => { for (const end of gone) end(); };
  setTimeout(() => {
    if (["answers", "elsewhere", "loads"].includes(kinds.get(tabId) ?? "")) say({ n: 0 });
    if (kinds.get(tabId) === "empty") for (const end of gone) end();
  }, 0);
  return {
    onMessage: { addListener: (listen: (says: TabSays) => void) => heard.push(listen) },
    onDisconnect: { addListener: (listen: () => void) => gone.push(listen) },
    postMessage: ({ n }: TabAsk) => {
      asked.push(tabId);
      if (kinds.get(tabId) === "reloads") {
        kinds.set(tabId, "answers");
        setTimeout(() => { for (const end of gone) end(); }, 1);
        return;
      }
      if (kinds.get(tabId) === "answers") setTimeout(() => { say({ n, reply: { kind: "page", facts: FACTS } }); }, 1);
    },
  };
}

/** Asks the site's tab and lets time pass until it has answered. */
async function ask(once = false): Promise<string> {
  let end: string | undefined;
  void tabs.ask<TabReading>(SITE, { kind: "read", fresh: false }, never, { once }).then(({ kind }) => { end = kind; }, (error: unknown) => { end = String(error); });
  for (let ms = 0; end === undefined && ms < 120_000; ms += 100) await vi.advanceTimersByTimeAsync(100);
  return end ?? "never";
}

describe("a tab that hangs", () => {
  test.each([["read", false], ["write", true]])("is left for another one: a %s", async (_name, once) => {
    kinds.set(2, "answers");
    expect(await ask(once)).toBe("page");
    kinds.set(2, "hangs");
    await vi.advanceTimersByTimeAsync(3_000);
    const began = Date.now();
    expect(await ask(once)).toBe("page");
    expect(Date.now() - began).toBeLessThan(25_000);
    expect(asked.at(-1)).toBe(3);
  });

  test("does not hold those who come after it was seen first", async () => {
    kinds.set(2, "hangs");
    expect(await ask()).toBe("page");
    expect(chrome.tabs.create).toHaveBeenCalledTimes(1);
    expect(await ask()).toBe("page");
    expect(chrome.tabs.create).toHaveBeenCalledTimes(1);
  });
});

describe("a tab that the browser discarded", () => {
  test("is woken by its address, and no other one opened", async () => {
    kinds.set(2, "discarded");
    Object.assign(chrome.tabs, {
      // As Firefox does.
      reload: (id: number) => { kinds.set(id, "empty"); return Promise.resolve(); },
      update: (id: number, { url }: { url: string }) => url === `https://${SITE}/` ? load(id) : Promise.reject(new Error(url)),
    });
    const began = Date.now();
    expect(await ask()).toBe("page");
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(asked.at(-1)).toBe(2);
    expect(chrome.tabs.create).not.toHaveBeenCalled();
  });
});

test("a page that has only begun to load, and does not get on, is left for another one", async () => {
  kinds.set(2, "answers");
  expect(await ask()).toBe("page");
  leave();
  kinds.set(2, "loads");
  const began = Date.now();
  expect(await ask(true)).toBe("page");
  expect(Date.now() - began).toBeLessThan(25_000);
  expect(asked.at(-1)).toBe(3);
});

test("a page that is loaded anew while it is read is read again", async () => {
  kinds.set(2, "answers");
  expect(await ask()).toBe("page");
  kinds.set(2, "reloads");
  expect(await ask()).toBe("page");
  expect(asked.at(-1)).toBe(2);
});

describe("a site that does not load", () => {
  test("leaves no tab behind, however many commands come", async () => {
    opened = "empty";
    for (let n = 0; n < 3; n++) expect(await ask()).toContain("no_site_tab");
    expect(chrome.tabs.create).toHaveBeenCalledTimes(3);
    expect(kinds.size).toBe(0);
  });
});

describe("a site that leads to another one of the list", () => {
  test("has no tab there, and leaves none behind", async () => {
    opened = "elsewhere";
    for (let n = 0; n < 3; n++) expect(await ask()).toContain("no_site_tab");
    expect(chrome.tabs.create).toHaveBeenCalledTimes(3);
    expect(kinds.size).toBe(0);
  });
});

test("all who wait for the page that a tab goes to are told when it is there", async () => {
  kinds.set(2, "answers");
  expect(await ask()).toBe("page");
  Object.assign(chrome.tabs, { get: () => Promise.resolve({ id: 2, status: "loading" }) });
  const waited = [0, 1].map(async () => {
    const began = Date.now();
    await tabs.isLeaving(SITE);
    return Date.now() - began;
  });
  setTimeout(() => { tabs.pageReady(2, FACTS); }, 100);
  await vi.advanceTimersByTimeAsync(5_000);
  for (const ms of await Promise.all(waited)) expect(ms).toBeLessThan(500);
});
