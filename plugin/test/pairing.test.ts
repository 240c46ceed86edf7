import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Connection } from "../src/connection";
import { PairingDesk } from "../src/pairing";
import type { Pairing } from "../src/pairings";
import { FakeBridge } from "./fake-bridge";
import { fakeTab } from "./fake-chrome";
import { House } from "./house";

let bridge: FakeBridge;
let paired: Pairing[];
let desk: PairingDesk;

beforeEach(async () => {
  bridge = await FakeBridge.start();
  paired = [];
  desk = new PairingDesk(() => Promise.resolve(), (pairing) => {
    paired.push(pairing);
    return Promise.resolve();
  }, vi.fn());
});

afterEach(async () => {
  vi.useRealTimers();
  await bridge.stop();
});

describe("pairing", () => {
  test("asks, shows who asks, and makes a key only after the yes", async () => {
    await desk.ask(`${bridge.address}/`, " bcdf-ghjk ");
    expect(desk.step).toMatchObject({ step: "offered", bridge: "Atelier", seller: "demo", address: bridge.address });
    expect(bridge.heardOf("pair_confirm")).toHaveLength(0);
    await desk.accept();
    expect(desk.step).toEqual({ step: "none" });
    expect(paired[0]).toMatchObject({ bridgeId: "b_test", bridgeName: "Atelier", seller: "demo", paths: [], container: null });
    expect(paired[0]?.key.extractable).toBe(false);
  });

  test("a no leaves nothing behind", async () => {
    await desk.ask(bridge.address, bridge.code);
    desk.decline();
    await desk.accept();
    expect(desk.step).toEqual({ step: "none" });
    expect(paired).toHaveLength(0);
    expect(bridge.heardOf("pair_confirm")).toHaveLength(0);
  });

  test.each([
    ["a wrong code", () => bridge.address, "XXXX-XXXX", "pairing_code_wrong"],
    ["no bridge", () => "http://127.0.0.1:9", "BCDF-GHJK", "unreachable"],
    ["no address", () => "http://192.168.1.2", "BCDF-GHJK", "address"],
  ])("%s says what is wrong", async (_name, address, code, failure) => {
    await desk.ask(address(), code);
    expect(desk.step).toMatchObject({ step: "failed", code: failure });
  });

  test("asked again while the first one has no answer yet, it is the last one that counts", async () => {
    const silent = await FakeBridge.start();
    silent.deaf = true;
    const first = desk.ask(silent.address, bridge.code);
    await vi.waitFor(() => { expect(silent.connections).toBe(1); });
    await desk.ask(bridge.address, bridge.code);
    expect(desk.step).toMatchObject({ step: "offered" });
    await silent.stop();
    await first;
    expect(desk.step).toMatchObject({ step: "offered", address: bridge.address });
    await desk.accept();
    expect(paired).toHaveLength(1);
  });

  test("a second click on the same, too, gives one offer, and a no to it is one to both", async () => {
    await Promise.all([desk.ask(bridge.address, bridge.code), desk.ask(bridge.address, bridge.code)]);
    expect(desk.step).toMatchObject({ step: "offered" });
    desk.decline();
    const again = desk.ask(bridge.address, bridge.code);
    desk.decline();
    await again;
    expect(desk.step).toEqual({ step: "none" });
    await desk.accept();
    expect(paired).toHaveLength(0);
  });

  test("one that is confirmed leaves the next one's offer alone", async () => {
    const other = await FakeBridge.start();
    await desk.ask(bridge.address, bridge.code);
    const confirmed = desk.accept();
    await desk.ask(other.address, other.code);
    await confirmed;
    expect(paired).toHaveLength(1);
    expect(desk.step).toMatchObject({ step: "offered", address: other.address });
    await other.stop();
  });

  test("a failure is forgotten after a while, unless another try has begun", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await desk.ask("http://192.168.1.2", bridge.code);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(desk.step).toMatchObject({ step: "failed", code: "address" });
    await desk.ask("http://192.168.1.3", bridge.code);
    await vi.advanceTimersByTimeAsync(119_000);
    expect(desk.step).toMatchObject({ step: "failed", address: "http://192.168.1.3" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(desk.step).toEqual({ step: "none" });
  });

  test("an old bridge is told from a new one", async () => {
    bridge.hello = { protocol: 0 };
    await desk.ask(bridge.address, bridge.code);
    expect(desk.step).toMatchObject({ step: "failed", code: "bridge_outdated" });
  });

  test("a pairing that cannot be kept says so", async () => {
    desk = new PairingDesk(() => Promise.resolve(), () => Promise.reject(new DOMException("full", "QuotaExceededError")), vi.fn());
    await desk.ask(bridge.address, bridge.code);
    await desk.accept();
    expect(desk.step).toMatchObject({ step: "failed", code: "storage_unavailable" });
  });

  test("where the disk takes nothing the yes does not go out: the code stays good, and the bridge lists no browser that never comes", async () => {
    const ready = vi.fn().mockRejectedValueOnce(new DOMException("full", "QuotaExceededError")).mockResolvedValue(undefined);
    desk = new PairingDesk(ready, (pairing) => {
      paired.push(pairing);
      return Promise.resolve();
    }, vi.fn());
    await desk.ask(bridge.address, bridge.code);
    await desk.accept();
    expect(desk.step).toMatchObject({ step: "failed", code: "storage_unavailable" });
    expect(bridge.heardOf("pair_confirm")).toHaveLength(0);
    await desk.ask(bridge.address, bridge.code);
    await desk.accept();
    expect(paired).toHaveLength(1);
  });

  test("an offer that is lost before its time says so, for its code is as good as before", async () => {
    await desk.ask(bridge.address, bridge.code);
    bridge.drop();
    await vi.waitFor(() => { expect(desk.step).toMatchObject({ step: "failed", code: "lost" }); });
    await desk.ask(bridge.address, bridge.code);
    await desk.accept();
    expect(paired).toHaveLength(1);
  });

  test("whoever sends more than a handshake needs fills no memory: the line is closed", async () => {
    await desk.ask(bridge.address, bridge.code);
    for (let seq = 0; seq < 200; seq++) bridge.send({ type: "ping", seq });
    await vi.waitFor(() => { expect(desk.step).toMatchObject({ step: "failed", code: "lost" }); });
    await bridge.until(() => bridge.heardOf("refused").length === 1);
  });

  test("an offer stands as long as its code is good, though the bridge has nothing to say meanwhile", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    await desk.ask(bridge.address, bridge.code);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(desk.step).toMatchObject({ step: "offered" });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(desk.step).toMatchObject({ step: "failed", code: "expired" });
    await desk.ask(bridge.address, bridge.code);
    await vi.advanceTimersByTimeAsync(55_000);
    await desk.accept();
    expect(paired).toHaveLength(1);
  });
});

describe("a connection", () => {
  let house: House;
  const state = (): unknown => house.life.link.connection.state;

  beforeEach(async () => {
    fakeTab(() => null);
    house = await House.start();
  });
  afterEach(async () => { await house.stop(); });

  test("answers pings after it asked the browser's parent process", async () => {
    const asked = vi.spyOn(chrome.runtime, "getPlatformInfo");
    house.bridge.send({ type: "ping", seq: 41 });
    await house.bridge.until(() => house.bridge.heardOf("pong")[0]?.seq === 41);
    expect(asked).toHaveBeenCalled();
  });

  test("comes back after a loss", async () => {
    house.bridge.drop();
    await house.bridge.until(() => house.bridge.heardOf("holdings").length === 2);
  });

  test("waits long before it takes its place back from another copy of the browser", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    house.bridge.close(4409, "replaced");
    await vi.waitFor(() => { expect(state()).toMatchObject({ kind: "waiting" }); });
    expect((state() as { until: number }).until).toBeGreaterThan(Date.now() + 25_000);
  });

  test("rests when it was revoked, and keeps that over a restart", async () => {
    house.bridge.close(4401, "revoked");
    await vi.waitFor(() => { expect(state()).toMatchObject({ kind: "resting", rest: { reason: "revoked" } }); });
    expect(house.pairing.rest?.until).toBeGreaterThan(Date.now() + 3_000_000);
  });

  test("rests no longer than it would from now on, whatever the clock said when it began", async () => {
    house.die();
    const { pairing } = house;
    pairing.rest = { reason: "other_bridge", detail: "", until: Date.now() + 86_400_000 };
    const begins = vi.spyOn(globalThis, "setTimeout");
    const connection = new Connection(pairing, { attend: () => Promise.resolve(), rested: () => Promise.resolve(), changed: vi.fn() });
    void connection.run();
    await vi.waitFor(() => { expect(connection.state.kind).toBe("resting"); });
    expect(Math.max(...begins.mock.calls.map(([, ms]) => ms ?? 0))).toBeLessThanOrEqual(60_000);
    begins.mockRestore();
    connection.stop(1000, "");
  });

  test("goes on when the disk does not take the rest", async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => { throw new DOMException("full", "QuotaExceededError"); });
    house.bridge.close(4401, "revoked");
    await vi.waitFor(() => { expect(state()).toMatchObject({ kind: "resting" }); });
    house.life.link.connection.nudge(true);
    await house.bridge.until(() => house.bridge.heardOf("holdings").length === 2);
    put.mockRestore();
  });

  test("a browser that the bridge does not know rests, too", async () => {
    house.bridge.keys.clear();
    house.bridge.drop();
    await vi.waitFor(() => { expect(state()).toMatchObject({ kind: "resting", rest: { reason: "revoked" } }); });
  });

  test.each([
    ["an old bridge", { protocol: 0 }, "bridge_outdated"],
    ["another bridge at the address", { bridge_id: "b_other" }, "other_bridge"],
  ])("%s gets no signature", async (_name, hello, reason) => {
    house.bridge.hello = hello;
    house.bridge.drop();
    await vi.waitFor(() => { expect(state()).toMatchObject({ kind: "resting", rest: { reason } }); });
    expect(house.bridge.heardOf("identify")).toHaveLength(1);
  });

  test("what listens at the bridge's address and cannot prove that it is the bridge hears nothing and is not obeyed", async () => {
    house.bridge.proves = false;
    house.bridge.drop();
    await house.bridge.until(() => house.bridge.heardOf("identify").length === 2);
    house.bridge.command({ id: "c1", action: "PING" });
    await vi.waitFor(() => { expect(state()).toMatchObject({ kind: "resting", rest: { reason: "other_bridge" } }); });
    expect(house.bridge.heardOf("holdings")).toHaveLength(1);
    expect(house.bridge.results.size).toBe(0);
    expect(new Set(house.bridge.heardOf("identify").map(({ challenge }) => challenge)).size).toBe(2);
  });

  test("refuses what is no message, and names the field", async () => {
    house.bridge.sendRaw('{"type":"ping"}');
    const refused = await house.bridge.until(() => house.bridge.heardOf("refused")[0]);
    expect(refused).toEqual({ type: "refused", code: "invalid_message", detail: "seq: required." });
  });

  test.each(["constructor", "__proto__", "nonsense"])("refuses a message whose type is %s", async (type) => {
    house.bridge.sendRaw(JSON.stringify({ type: "ping", seq: 1 }).replace("ping", type));
    const refused = await house.bridge.until(() => house.bridge.heardOf("refused")[0]);
    expect(refused).toMatchObject({ code: "invalid_message", detail: "type: not of the type that is due." });
  });

  test("ends when the bridge refuses it, in however many words, and begins anew", async () => {
    house.bridge.send({ type: "refused", code: "invalid_message", detail: "é".repeat(200) });
    await house.bridge.until(() => house.bridge.heardOf("holdings").length === 2);
  });

  test("refuses messages that are not the bridge's to send", async () => {
    house.bridge.send({ type: "begun", id: "x" });
    expect((await house.bridge.until(() => house.bridge.heardOf("refused")[0])).detail).toContain("begun");
  });

  test("tells its status only when that changed", async () => {
    await house.life.link.sendStatus();
    house.paused = true;
    await house.life.link.sendStatus();
    await house.bridge.until(() => house.bridge.heardOf("status").at(-1)?.paused);
    expect(house.bridge.heardOf("status")).toHaveLength(2);
  });

  test("unpairing tells the bridge", async () => {
    house.life.link.stop();
    await house.bridge.until(() => house.bridge.heardOf("unpair")[0]);
  });
});
