import { fakeBrowser } from "@webext-core/fake-browser";
import { vi } from "vitest";
import type { TabRequest } from "../src/tab-messages";

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

/** Makes the site's only tab; `answer` says what its content script replies. */
export function fakeTab(answer: (request: TabRequest) => unknown): void {
  const tab = { id: 7, url: "https://www.vinted.fr/", status: "complete", active: false, discarded: false };
  Object.assign(chrome, {
    tabs: {
      query: () => Promise.resolve([tab]),
      get: () => Promise.resolve(tab),
      sendMessage: (_id: number, request: TabRequest) => Promise.resolve(answer(request)),
    },
  });
}
