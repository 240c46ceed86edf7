import { fakeBrowser } from "@webext-core/fake-browser";
import { IDBFactory } from "fake-indexeddb";
import { expect, test, vi } from "vitest";
import { fakeTab } from "./fake-chrome";

type Listener = (message: unknown, sender: object, reply: (answer: unknown) => void) => boolean;

interface Background {
  ask: (ui: string) => Promise<unknown>;
  /** The browser has a newer version of the plugin. */
  update: () => void;
  reload: ReturnType<typeof vi.fn>;
}

/** Starts a background; `prepare` makes its store what it finds. */
async function start(prepare: () => unknown): Promise<Background> {
  fakeBrowser.reset();
  globalThis.indexedDB = new IDBFactory();
  fakeTab(() => undefined);
  const heard: Listener[] = [];
  const reload = vi.fn();
  let update: (() => void) | undefined;
  const mute = { addListener: vi.fn() };
  Object.assign(chrome.tabs, { onUpdated: mute, onRemoved: mute });
  Object.assign(chrome.permissions, { onAdded: mute, onRemoved: mute });
  Object.assign(chrome.runtime, { onUpdateAvailable: { addListener: (listener: () => void) => { update = listener; } }, reload, onMessage: { addListener: (listener: Listener) => heard.push(listener) }, getURL: () => "moz-extension://x/" });
  await prepare();
  vi.resetModules();
  await import("../src/background");
  const ask = (ui: string): Promise<unknown> => new Promise((reply) => {
    expect(heard[0]?.({ ui }, { id: "stoflow", url: "moz-extension://x/popup.html" }, reply)).toBe(true);
  });
  return { ask, update: () => { update?.(); }, reload };
}

test("a background whose store cannot be read says so to its pages, and tries again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const badge = vi.mocked(chrome.action.setBadgeText);
  let broken: { mockRestore: () => void } | undefined;
  const { ask, update, reload } = await start(() => {
    broken = vi.spyOn(indexedDB, "open").mockImplementation(() => { throw new DOMException("cannot", "UnknownError"); });
  });
  expect(await ask("state")).toBeUndefined();
  expect(badge).toHaveBeenLastCalledWith({ text: "!" });

  // Where nothing runs there is nothing to wait for, and the update may be the mending.
  update();
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledTimes(1);

  broken?.mockRestore();
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  expect(await ask("state")).toMatchObject({ paused: false, pairings: [] });
});

test("a background whose store a newer version has written says that, and touches nothing of it", async () => {
  const { ask } = await start(() => new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open("stoflow", 99);
    opening.onerror = () => { reject(new Error("not made")); };
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
  }));
  expect(await ask("state")).toBe("newer_data");
  expect(await ask("activity")).toBe("newer_data");
});
