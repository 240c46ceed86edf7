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

let answering: (request: TabRequest) => unknown;

/** Makes the site's only tab; `answer` says what its content script replies from now on, over lines that are open already, too. */
export function fakeTab(answer: (request: TabRequest) => unknown): void {
  answering = answer;
  const tab = { id: 7, url: "https://www.vinted.fr/", status: "complete", active: false, discarded: false };
  Object.assign(chrome, {
    tabs: {
      query: () => Promise.resolve([tab]),
      get: () => Promise.resolve(tab),
      connect: fakeLine,
    },
  });
}

// The port to the tab's content script, which greets as the real one does.
function fakeLine(): object {
  const listeners: ((says: TabSays) => void)[] = [];
  const say = (says: TabSays): void => { for (const listen of listeners) listen(says); };
  queueMicrotask(() => { say({ n: 0 }); });
  return {
    onMessage: { addListener: (listen: (says: TabSays) => void) => listeners.push(listen) },
    onDisconnect: { addListener: () => undefined },
    postMessage: ({ n, request }: TabAsk) => {
      void Promise.resolve(answering(request)).then((reply) => { say({ n, reply: reply as TabReply }); });
    },
  };
}
