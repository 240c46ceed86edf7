import { fakeBrowser } from "@webext-core/fake-browser";
import { vi } from "vitest";
import type { TabAsk, TabReply, TabRequest, TabSays } from "../src/tab-messages";

/** Enough of `chrome` for the background: fake-browser's storage and runtime, and one tab whose answers the test gives. */
export function fakeChrome(): object {
  return {
    ...fakeBrowser,
    runtime: { ...fakeBrowser.runtime, id: "stoflow", getBrowserInfo: () => Promise.resolve({ name: "Test", version: "1.0" }), getPlatformInfo: () => Promise.resolve({ os: "linux" }) },
    permissions: {
      contains: vi.fn(() => Promise.resolve(true)),
      getAll: () => Promise.resolve({ origins: ["https://www.vinted.fr/*"] }),
    },
    scripting: { executeScript: () => Promise.reject(new Error("no such tab")) },
    action: { setBadgeText: vi.fn(), setBadgeBackgroundColor: vi.fn(), setTitle: vi.fn() },
    i18n: { getMessage: (name: string) => name },
  };
}

let answering: (request: TabRequest, tab: number) => unknown;
let open: Map<number, Set<() => void>>;

/** Makes the site's tabs, the first of them preferred; `answer` says what their content scripts reply from now on, over lines that are open already, too. */
export function fakeTab(answer: (request: TabRequest, tab: number) => unknown, ids: readonly number[] = [7]): void {
  answering = answer;
  open = new Map(ids.map((id) => [id, new Set()]));
  const tabOf = (id: number): object => ({ id, url: "https://www.vinted.fr/", status: "complete", active: false, discarded: false });
  Object.assign(chrome, {
    tabs: {
      query: () => Promise.resolve([...open.keys()].map(tabOf)),
      get: (id: number) => (open.has(id) ? Promise.resolve(tabOf(id)) : Promise.reject(new Error("gone"))),
      connect: fakeLine,
    },
  });
}

/** The seller closes a tab. */
export function closeTab(id: number): void {
  const lines = open.get(id);
  open.delete(id);
  for (const ended of lines ?? []) ended();
}

// The port to a tab's content script, which greets as the real one does.
function fakeLine(tab: number): object {
  const listeners: ((says: TabSays) => void)[] = [];
  const say = (says: TabSays): void => { for (const listen of listeners) listen(says); };
  const ends: (() => void)[] = [];
  queueMicrotask(() => {
    if (open.has(tab)) say({ n: 0 });
    else for (const ended of ends) ended();
  });
  return {
    onMessage: { addListener: (listen: (says: TabSays) => void) => listeners.push(listen) },
    onDisconnect: {
      addListener: (ended: () => void) => {
        ends.push(ended);
        open.get(tab)?.add(ended);
      },
    },
    postMessage: ({ n, request }: TabAsk) => {
      void Promise.resolve(answering(request, tab)).then((reply) => { say({ n, reply: reply as TabReply }); });
    },
  };
}
