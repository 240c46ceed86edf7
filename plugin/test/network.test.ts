import { fakeBrowser } from "@webext-core/fake-browser";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isOffline } from "../src/network";
import type { SiteRequest } from "../src/protocol";
import type { TabAnswer, TabFetch, TabReply, TabRequest } from "../src/tab-messages";
import { bodyOf } from "./answers";
import { fakeTab } from "./fake-chrome";
import { House } from "./house";

/** The browser knows that there is no network. */
const FACTS = { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "" };
const FINE: TabAnswer = { kind: "answer", status: 200, statusText: "", headers: { "content-type": "application/json" }, ...bodyOf("application/json", "{}"), token: "t", durationMs: 1 };
let house: House;
let fetched: TabFetch[];
let answer: () => TabReply;
let reached: boolean;
/** What a page that is loaded comes to where the site is not reached. */
let lost: "network" | "redirect";

beforeEach(async () => {
  fakeBrowser.reset();
  fetched = [];
  reached = false;
  lost = "network";
  answer = () => FINE;
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "read") return asked.fresh && !reached ? { kind: "lost", why: lost, detail: "", durationMs: 0 } : { kind: "page", facts: FACTS };
    if (asked.kind === "abort") return undefined;
    fetched.push(asked);
    return answer();
  });
  house = await House.start();
});

afterEach(async () => {
  network(true);
  await house.stop();
});

const network = (onLine: boolean): void => { vi.stubGlobal("navigator", { onLine }); };
const put: SiteRequest = { url: "https://www.vinted.fr/api/v2/items/1", method: "PUT", credentials: "include", content_type: "json" };
const one = { action: "EXECUTE_HTTP_REQUEST", requests: [put] };
const later = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

test("no write begins until it is back; then it goes on by itself", async () => {
  network(false);
  house.bridge.command({ ...one, id: "w" });
  await later(300);
  expect(fetched).toHaveLength(0);
  expect(house.life.journal.state(house.pairing.browserId, "w")).toBeUndefined();
  expect(house.bridge.heardOf("begun")).toHaveLength(0);
  network(true);
  expect(await house.bridge.until(() => house.bridge.results.get("w"))).toMatchObject({ outcome: "done" });
});

test("what waits for it can be cancelled, expires unbegun, and does not go out in a pause", async () => {
  network(false);
  expect(await house.bridge.run({ ...one, deadline_ms: 200 })).toMatchObject({ outcome: "expired" });
  house.bridge.command({ ...one, id: "c" });
  house.bridge.command({ ...one, id: "p" });
  await later(100);
  house.bridge.send({ type: "cancel", id: "c" });
  expect(await house.bridge.until(() => house.bridge.results.get("c"))).toMatchObject({ outcome: "cancelled" });
  house.paused = true;
  network(true);
  expect(await house.bridge.until(() => house.bridge.results.get("p"))).toMatchObject({ outcome: "failed", code: "lane_paused" });
  expect(fetched).toHaveLength(0);
});

test("the rest of a batch waits, and ends at its cancel", async () => {
  answer = () => {
    network(false);
    return FINE;
  };
  house.bridge.command({ action: "EXECUTE_SEQUENTIAL_REQUESTS", id: "b", requests: [put, put] });
  await house.bridge.until(() => fetched.length === 1);
  await later(300);
  house.bridge.send({ type: "cancel", id: "b" });
  const { outcome, results } = await house.bridge.until(() => house.bridge.results.get("b"));
  expect([outcome, ...(results ?? []).map(({ status, code }) => code ?? status)]).toEqual(["done", 200, "cancelled"]);
  expect(fetched).toHaveLength(1);
});

test("a browser that is mistaken, as on a machine that has only itself, keeps nothing back", async () => {
  network(false);
  reached = true;
  expect(await house.bridge.run(one)).toMatchObject({ outcome: "done" });
  reached = false;
  expect(await house.bridge.run(one)).toMatchObject({ outcome: "done" });
  expect(isOffline()).toBe(false);
});

test("that the site leads to another host, as to a country's own, is an answer of the site", async () => {
  // The browser is believed again once it has known of a network.
  await house.bridge.run(one);
  network(false);
  lost = "redirect";
  expect(await house.bridge.run({ ...one, deadline_ms: 5_000 })).toMatchObject({ outcome: "done" });
});
