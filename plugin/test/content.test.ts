import { expect, test, vi } from "vitest";
import type { TabAsk, TabRequest, TabSays } from "../src/tab-messages";

test("a page that cannot be read is told at once, and nothing is sent from it", async () => {
  const says: TabSays[] = [];
  let ask: (asked: TabAsk) => void = () => undefined;
  const port = {
    sender: { id: "stoflow" },
    onMessage: { addListener: (listener: typeof ask) => { ask = listener; } },
    postMessage: (said: TabSays) => says.push(said),
  };
  const fetch = vi.fn();
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("location", { origin: "https://www.vinted.fr", pathname: "/" });
  // As in a page that the site puts in a sandbox.
  vi.stubGlobal("document", {
    readyState: "complete",
    querySelectorAll: () => [],
    querySelector: () => null,
    get cookie(): string { throw new DOMException("The document is sandboxed.", "SecurityError"); },
  });
  Object.assign(chrome.runtime, { onConnect: { addListener: (listener: (opened: typeof port) => void) => { listener(port); } }, sendMessage: () => Promise.resolve() });

  await import("../src/content");
  const request: TabRequest = {
    kind: "fetch", id: "1", url: "https://www.vinted.fr/api/v2/items", method: "GET", headers: {}, credentials: "include", timeoutMs: 1000,
  };
  ask({ n: 1, request: { kind: "read", fresh: false } });
  ask({ n: 2, request });

  await vi.waitFor(() => { expect(says).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]); });
  expect(fetch).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
