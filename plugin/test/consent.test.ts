import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PairingDesk } from "../src/pairing";
import type { Pairing } from "../src/pairings";
import type { Message } from "../src/protocol";
import { bodyOf } from "./answers";
import { FakeBridge } from "./fake-bridge";
import { fakeTab } from "./fake-chrome";
import { House } from "./house";

const TRICKS = ["", "/", "//", "/web/../", "/web/%2e%2e/", "/\u202eweb/"];

describe("paths that a bridge asks for", () => {
  test("are shown before the yes, and only what was shown is agreed to", async () => {
    const bridge = await FakeBridge.start();
    const paired: Pairing[] = [];
    const desk = new PairingDesk(() => Promise.resolve(), (pairing) => {
      paired.push(pairing);
      return Promise.resolve();
    }, vi.fn());
    bridge.paths = [...TRICKS, "/web/api/notifications/"];
    await desk.ask(bridge.address, bridge.code);
    expect(desk.step).toMatchObject({ step: "offered", paths: ["/web/api/notifications/"] });
    await desk.accept();
    expect(paired[0]?.paths).toEqual(["/web/api/notifications/"]);
    await bridge.stop();
  });
});

describe("paths that a bridge asks for later", () => {
  let house: House;
  const read = (url: string): Promise<Message<"result">> =>
    house.bridge.run({ action: "EXECUTE_HTTP_REQUEST", requests: [{ url, method: "GET", credentials: "include", content_type: "json" }] });

  beforeEach(async () => {
    fakeTab((request) => request.kind === "read"
      ? { kind: "page", facts: { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "fr-FR" } }
      : { kind: "answer", status: 200, statusText: "", headers: { "content-type": "application/json" }, ...bodyOf("application/json", "{}"), durationMs: 1 });
    house = await House.start();
    house.bridge.paths = [...TRICKS, "/web/api/notifications/"];
    house.bridge.drop();
    await vi.waitFor(() => { expect(house.life.link.wantedPaths).toHaveLength(1); });
  });
  afterEach(async () => { await house.stop(); });

  test("pass only once the seller has agreed, and nothing beside them does", async () => {
    const url = "https://www.vinted.fr/web/api/notifications/unread";
    expect(await read(url)).toMatchObject({ outcome: "failed", code: "not_allowed_by_policy" });
    await house.life.link.agreeToPaths(["/web/api/notifications/"]);
    expect(await read(url)).toMatchObject({ outcome: "done" });
    expect(await read("https://www.vinted.fr/web/api/other")).toMatchObject({ outcome: "failed", code: "not_allowed_by_policy" });
  });

  test("are agreed to only as they were shown", async () => {
    const shown = [...house.life.link.wantedPaths];
    house.bridge.paths = ["/web/api/notifications/", "/web/api/other/"];
    house.bridge.drop();
    await vi.waitFor(() => { expect(house.life.link.wantedPaths).toHaveLength(2); });
    await house.life.link.agreeToPaths(shown);
    expect(house.pairing.paths).toEqual(["/web/api/notifications/"]);
    expect(house.life.link.wantedPaths).toEqual(["/web/api/other/"]);
  });
});
