import { fakeBrowser } from "@webext-core/fake-browser";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { App } from "../src/app";
import { Database } from "../src/database";
import { Journal } from "../src/journal";
import { answerUi, type UiState } from "../src/messages";
import { Pairings } from "../src/pairings";
import type { TabReply, TabRequest } from "../src/tab-messages";
import { deferred } from "../src/time";
import { FakeBridge } from "./fake-bridge";
import { bodyOf } from "./answers";
import { fakeTab } from "./fake-chrome";

const SITE = "www.vinted.fr";
let bridge: FakeBridge;
let app: App;

beforeEach(async () => {
  fakeBrowser.reset();
  globalThis.indexedDB = new IDBFactory();
  fakeTab(() => undefined);
  bridge = await FakeBridge.start();
  app = await App.start();
  await app.desk.ask(bridge.address, bridge.code);
  await app.desk.accept();
  await bridge.until(() => bridge.heardOf("status").length > 0);
});

afterEach(async () => {
  for (const link of app.links.values()) link.connection.stop(1001, "suspended");
  // Its last look may come in the next test, and must not keep that one's background awake.
  app.links.clear();
  await bridge.stop();
});

const asked = (): unknown[] => bridge.heardOf("lane_ask").map(({ want, site }) => (site ? `${want} ${site}` : want));

test("a page without a token, as one of an error after a sign-in, leaves a doubt who is there", () => {
  const [id = ""] = app.links.keys();
  const facts = { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "" };
  app.accounts.met(id, SITE, 7, { id: "1" });
  app.sawPage(SITE, 7, facts);
  expect(app.accounts.isSure(id, SITE, 7)).toBe(true);
  app.sawPage(SITE, 7, { ...facts, csrf: { missing: "The page shows no CSRF token." }, userId: null });
  expect(app.accounts.isSure(id, SITE, 7)).toBe(false);
  expect(app.sessions.signIn(SITE)).toMatchObject({ signedIn: true });
});

test("a bridge that is unpaired leaves nothing in the journal", async () => {
  const [id = ""] = app.links.keys();
  const journal = await Journal.open(new Database());
  await journal.begin(id, "w", 1);
  app.links.get(id)?.connection.stop(1001, "suspended");
  app = await App.start();
  await app.unpair(id);
  expect((await Journal.open(new Database())).browsers()).toEqual([]);
});

test("a bridge that is unpaired while the disk takes nothing is gone for good once it does, and not back with the next background", async () => {
  const [id = ""] = app.links.keys();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const disk = vi.spyOn(Database.prototype, "write").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
  const leaving = app.unpair(id);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(app.links.size).toBe(0);
  disk.mockRestore();
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  await leaving;
  expect(app.left.size).toBe(0);
  app = await App.start();
  expect(app.links.size).toBe(0);
});

test("a bridge that is unpaired while the disk takes nothing is shown as that; it is tried for half a minute, and once more at the seller's word", async () => {
  const [id = ""] = app.links.keys();
  const shown = async (): Promise<unknown[]> => (await answerUi(Promise.resolve(app), { ui: "state" }) as UiState).pairings.map(({ connection }) => connection.kind);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const disk = vi.spyOn(Database.prototype, "write").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
  const leaving = app.unpair(id);
  await vi.advanceTimersByTimeAsync(35_000);
  await leaving;
  const tries = disk.mock.calls.length;
  await vi.advanceTimersByTimeAsync(3_600_000);
  vi.useRealTimers();
  expect(disk.mock.calls.length).toBe(tries);
  expect(await shown()).toEqual(["left"]);
  // The background after an update would have it back.
  const reload = vi.fn();
  Object.assign(chrome.runtime, { reload });
  app.update.available();
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  expect(reload).not.toHaveBeenCalled();
  disk.mockRestore();
  await app.unpair(id);
  await vi.waitFor(() => { expect(reload).toHaveBeenCalledTimes(1); });
  expect(await shown()).toEqual([]);
  app = await App.start();
  expect(app.links.size).toBe(0);
});

test("a pairing is rehearsed on the disk before the bridge hears the yes, and leaves nothing there", async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => { throw new DOMException("full", "QuotaExceededError"); });
  await app.desk.ask(bridge.address, bridge.code);
  await app.desk.accept();
  expect(app.desk.step).toMatchObject({ step: "failed", code: "storage_unavailable" });
  expect(bridge.heardOf("pair_confirm")).toHaveLength(1);
  put.mockRestore();
  await app.desk.ask(bridge.address, bridge.code);
  await app.desk.accept();
  expect(await new Pairings(new Database()).all()).toHaveLength(2);
});

test("a check that the site asked for while the bridge was away stands after a restart of the browser, and the site gets nothing more", async () => {
  const [link] = app.links.values();
  const sent = vi.fn();
  const check: TabReply = { kind: "answer", status: 403, statusText: "", headers: { "x-dd-b": "1" }, ...bodyOf("text/html", "<html>"), durationMs: 1 };
  const gone = deferred<TabReply>();
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "read") return { kind: "page", facts: { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "" } };
    sent();
    return gone.promise;
  });
  const requests = [{ url: `https://${SITE}/api/v2/items/1`, method: "GET", credentials: "include", content_type: "json" }];
  bridge.command({ action: "EXECUTE_HTTP_REQUEST", id: "r", requests });
  await bridge.until(() => sent.mock.calls.length === 1);
  bridge.deaf = true;
  bridge.drop();
  await bridge.until(() => link?.connection.state.kind === "waiting");
  gone.resolve(check);
  await bridge.until(() => link?.runner.running === 0);

  link?.connection.stop(1001, "the browser ends");
  await chrome.storage.session.clear();
  bridge.deaf = false;
  app = await App.start();
  await bridge.until(() => bridge.heardOf("holdings").length === 2);
  expect(await bridge.run({ action: "EXECUTE_HTTP_REQUEST", requests })).toMatchObject({ outcome: "failed", code: "challenge" });
  expect(sent).toHaveBeenCalledTimes(1);
});

describe("pause and resume of everything", () => {
  test("reach the bridge", async () => {
    await app.pauseAll(true);
    await app.pauseAll(false);
    await bridge.until(() => asked().length === 2);
    expect(asked()).toEqual(["pause", "resume"]);
  });

  test("reach a bridge that is away as soon as it is back, the last word of each", async () => {
    const [link] = app.links.values();
    bridge.drop();
    await bridge.until(() => link?.connection.state.kind === "waiting");
    await app.pauseAll(true);
    await app.pauseAll(false);
    app.settle(SITE);
    link?.connection.nudge(true);
    await bridge.until(() => asked().length === 2);
    expect(asked()).toEqual(["resume", `resume ${SITE}`]);
    await bridge.until(() => link?.hasAsks === false);
    bridge.drop();
    await bridge.until(() => bridge.heardOf("status").length === 3);
    expect(asked()).toHaveLength(2);
  });

  test("are said again when the line was cut before the bridge had taken them, and once more at most", async () => {
    const [link] = app.links.values();
    bridge.deaf = true;
    await app.pauseAll(true);
    app.settle(SITE);
    expect(link?.hasAsks).toBe(true);
    bridge.drop();
    await bridge.until(() => link?.connection.state.kind === "waiting");
    bridge.deaf = false;
    link?.connection.nudge(true);
    await bridge.until(() => asked().length === 2);
    expect(asked()).toEqual(["pause", `resume ${SITE}`]);
    await bridge.until(() => link?.hasAsks === false);
    bridge.drop();
    await bridge.until(() => bridge.heardOf("status").length === 3);
    expect(asked()).toHaveLength(2);
  });

  test("are the last word also where the one before is confirmed late", async () => {
    const [link] = app.links.values();
    bridge.deaf = true;
    link?.askLane("pause");
    link?.askLane("resume");
    bridge.drop();
    await bridge.until(() => link?.connection.state.kind === "waiting");
    bridge.deaf = false;
    link?.connection.nudge(true);
    await bridge.until(() => link?.hasAsks === false);
    expect(asked()).toEqual(["resume"]);
  });

  test("reach the bridge when the disk is full", async () => {
    vi.spyOn(chrome.storage.local, "set").mockRejectedValue(new Error("QuotaExceededError"));
    await expect(app.pauseAll(true)).rejects.toThrow("Quota");
    await expect(app.pauseAll(false)).rejects.toThrow("Quota");
    vi.restoreAllMocks();
    await bridge.until(() => asked().length === 2);
    expect(asked()).toEqual(["pause", "resume"]);
  });

  test("are no word of the person on a site's check", async () => {
    await app.lanes.hold(SITE, "a captcha");
    await app.pauseAll(true);
    for (const site of [SITE, "www.vinted.de", "www.vinted.es"]) bridge.send({ type: "lane", site, state: "paused", code: site === "www.vinted.es" ? "challenge" : "lane_paused" });
    bridge.send({ type: "lane", site: "www.vinted.it", state: "paused", code: "rate_limited", until: "2031-01-01T00:00:00Z" });
    await bridge.until(() => app.lanes.paused([...app.links.keys()][0] ?? "").length === 4);
    await app.pauseAll(false);
    await bridge.until(() => asked().length === 2);
    app.settle(SITE);
    await bridge.until(() => asked().length === 3);
    expect(asked()).toEqual(["pause", "resume www.vinted.de", `resume ${SITE}`]);
  });
});

test("a bridge that gives the id of another one's browser is not paired", async () => {
  const other = await FakeBridge.start();
  const [[id, link] = []] = app.links;
  other.nextId = id;
  await app.desk.ask(other.address, other.code);
  await app.desk.accept();
  expect(app.desk.step).toMatchObject({ step: "failed", code: "internal" });
  expect([...app.links.values()]).toEqual([link]);
  await other.stop();
});

test("two bridges together send no faster than one", async () => {
  const at: number[] = [];
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "read") return { kind: "page", facts: { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "" } };
    at.push(performance.now());
    return { kind: "answer", status: 200, statusText: "", headers: {}, ...bodyOf("application/json", "{}"), token: "t", durationMs: 1 };
  });
  const other = await FakeBridge.start();
  await app.desk.ask(other.address, other.code);
  await app.desk.accept();
  await other.until(() => other.heardOf("status").length > 0);
  const requests = [{ url: "https://www.vinted.fr/api/v2/items/1", method: "PUT", credentials: "include", content_type: "json" }];
  const run = (from: FakeBridge, gap_ms: number): Promise<unknown> => from.run({ action: "EXECUTE_HTTP_REQUEST", gap_ms, requests });
  const began = performance.now();
  const first = run(bridge, 2_000);
  await bridge.until(() => at.length === 1);
  await Promise.all([first, run(other, 2_000)]);
  await run(other, 2_000);
  await run(bridge, 0);
  const [, two = 0, three = 0, four = 0] = at;
  // What the first took on its way to the page is no part of the gap.
  expect(two - began).toBeGreaterThan(1_990);
  // The bridge's own pace is its own affair.
  expect(three - two).toBeLessThan(1_500);
  expect(four - three).toBeLessThan(1_500);
  await other.stop();
});

test("the background stays awake while a bridge's offer waits for the seller", async () => {
  for (const id of [...app.links.keys()]) await app.unpair(id);
  await new Promise((resolve) => { setTimeout(resolve, 1_500); });
  const set = vi.spyOn(globalThis, "setInterval");
  const awake = (): boolean => set.mock.calls.some(([, ms]) => ms === 20_000);
  app.changed();
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  expect(awake()).toBe(false);
  await app.desk.ask(bridge.address, bridge.code);
  await vi.waitFor(() => { expect(awake()).toBe(true); });
  app.desk.decline();
});

test("the background stays awake while a bridge that is away has not heard what the seller said", async () => {
  const [link] = app.links.values();
  const set = vi.spyOn(globalThis, "setInterval");
  const clear = vi.spyOn(globalThis, "clearInterval");
  const awake = (): boolean => set.mock.calls.some(([, ms]) => ms === 20_000);
  await bridge.stop();
  await bridge.until(() => link?.connection.state.kind === "waiting");
  await vi.waitFor(() => { expect(clear).toHaveBeenCalled(); });
  expect(awake()).toBe(false);
  await app.pauseAll(true);
  await vi.waitFor(() => { expect(awake()).toBe(true); });
  vi.restoreAllMocks();
});

describe("an update of the plugin", () => {
  const FACTS = { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "" };
  const FINE: TabReply = { kind: "answer", status: 200, statusText: "", headers: { "content-type": "application/json" }, ...bodyOf("application/json", "{}"), token: "t", durationMs: 1 };
  let answer: ReturnType<typeof deferred<TabReply>>;
  let reload: ReturnType<typeof vi.fn>;
  let now: number;

  beforeEach(() => {
    answer = deferred<TabReply>();
    reload = vi.fn();
    now = performance.now();
    Object.assign(chrome.runtime, { reload });
    fakeTab((asked: TabRequest) => (asked.kind === "read" ? { kind: "page", facts: FACTS } : answer.promise));
  });

  const begin = async (method: string): Promise<void> => {
    const url = "https://www.vinted.fr/api/v2/items/1";
    bridge.command({ action: "EXECUTE_HTTP_REQUEST", id: method, requests: [{ url, method, credentials: "include", content_type: "json" }] });
    await bridge.until(() => bridge.heardOf("begun").some(({ id }) => id === method));
  };
  const later = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

  test("is applied at once when nothing runs", async () => {
    app.update.available();
    await vi.waitFor(() => { expect(reload).toHaveBeenCalledTimes(1); });
  });

  test("waits for a change that has begun, however long, and for what is written of it", async () => {
    await begin("PUT");
    app.update.available();
    vi.spyOn(performance, "now").mockImplementation(() => now + 3_600_000);
    await later(1_200);
    expect(reload).not.toHaveBeenCalled();
    answer.resolve(FINE);
    await vi.waitFor(() => { expect(reload).toHaveBeenCalled(); });
    vi.restoreAllMocks();
    expect(bridge.results.get("PUT")).toMatchObject({ outcome: "done" });
    expect(await app.activity.newest(1)).toMatchObject([{ outcome: "done" }]);
  });

  test("waits until the bridge has heard what the seller said", async () => {
    const [link] = app.links.values();
    bridge.deaf = true;
    await app.pauseAll(true);
    app.update.available();
    await later(1_200);
    expect(reload).not.toHaveBeenCalled();
    bridge.drop();
    await bridge.until(() => link?.connection.state.kind === "waiting");
    bridge.deaf = false;
    link?.connection.nudge(true);
    await vi.waitFor(() => { expect(reload).toHaveBeenCalled(); });
    expect(asked()).toEqual(["pause"]);
  });

  test("waits for a read, but not for ever: it runs again", async () => {
    await begin("GET");
    app.update.available();
    await later(1_200);
    expect(reload).not.toHaveBeenCalled();
    vi.spyOn(performance, "now").mockImplementation(() => now + 601_000);
    await vi.waitFor(() => { expect(reload).toHaveBeenCalled(); });
    vi.restoreAllMocks();
    answer.resolve(FINE);
  });
});
