import { fakeBrowser } from "@webext-core/fake-browser";
import { IDBFactory } from "fake-indexeddb";
import { expect, test, vi } from "vitest";
import { fakeTab } from "./fake-chrome";

type Listener = (message: unknown, sender: object, reply: (answer: unknown) => void) => boolean;

test("a background whose store cannot be read says so to its pages, and tries again", async () => {
  fakeBrowser.reset();
  globalThis.indexedDB = new IDBFactory();
  fakeTab(() => undefined);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const heard: Listener[] = [];
  const reload = vi.fn();
  let update: (() => void) | undefined;
  const mute = { addListener: vi.fn() };
  Object.assign(chrome.tabs, { onUpdated: mute, onRemoved: mute });
  Object.assign(chrome.permissions, { onAdded: mute, onRemoved: mute });
  Object.assign(chrome.runtime, { onUpdateAvailable: { addListener: (listener: () => void) => { update = listener; } }, reload, onMessage: { addListener: (listener: Listener) => heard.push(listener) }, getURL: () => "moz-extension://x/" });
  const broken = vi.spyOn(indexedDB, "open").mockImplementation(() => { throw new DOMException("cannot", "UnknownError"); });
  const ask = (ui: string): Promise<unknown> => new Promise((reply) => {
    expect(heard[0]?.({ ui }, { id: "stoflow", url: "moz-extension://x/popup.html" }, reply)).toBe(true);
  });

  await import("../src/background");
  expect(await ask("state")).toBeUndefined();

  // Where nothing runs there is nothing to wait for, and the update may be the mending.
  update?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledTimes(1);

  broken.mockRestore();
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  expect(await ask("state")).toMatchObject({ paused: false, pairings: [] });
});
