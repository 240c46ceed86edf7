import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Journal } from "../src/journal";
import { Failure } from "../src/outcome";
import type { SiteRequest } from "../src/protocol";
import type { TabFetch, TabReply, TabRequest } from "../src/tab-messages";
import { deferred } from "../src/time";
import { bodyOf } from "./answers";
import { fakeTab } from "./fake-chrome";
import { House } from "./house";

/** What the plugin holds on to while the bridge cannot hear it, or its own disk refuses. */
const FACTS = { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "fr-FR" };
const FINE: TabReply = { kind: "answer", status: 200, statusText: "", headers: { "content-type": "application/json" }, ...bodyOf("application/json", "{}"), token: "t", durationMs: 1 };
let house: House;
let fetched: TabFetch[];
let answer: ReturnType<typeof deferred<TabReply>>;

beforeEach(async () => {
  fetched = [];
  answer = deferred<TabReply>();
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "read") return { kind: "page", facts: FACTS };
    if (asked.kind === "abort") return undefined;
    fetched.push(asked);
    return answer.promise;
  });
  house = await House.start();
});

afterEach(async () => { await house.stop(); });

const request = (method: string): SiteRequest => ({ url: "https://www.vinted.fr/api/v2/items/1", method, credentials: "include", content_type: "json" });

test("a read that ended while the line was down is told, not run again", async () => {
  house.bridge.command({ action: "EXECUTE_HTTP_REQUEST", id: "r", requests: [request("GET")] });
  await house.bridge.until(() => fetched.length === 1);
  house.bridge.drop();
  await house.bridge.until(() => house.life.link.connection.state.kind === "waiting");
  answer.resolve(FINE);
  await house.bridge.until(() => house.bridge.heardOf("holdings").length === 2);
  expect(house.bridge.heardOf("holdings").at(-1)).toMatchObject({ running: ["r"] });
  expect(await house.bridge.until(() => house.bridge.results.get("r"))).toMatchObject({ outcome: "done" });
  expect(fetched).toHaveLength(1);
});

test("a journal that cannot be read for a while costs no connection, and what it holds is told once it can", async () => {
  house.bridge.acknowledges = false;
  answer.resolve(FINE);
  await house.bridge.run({ action: "EXECUTE_HTTP_REQUEST", id: "w", requests: [request("PUT")] });
  house.die();
  house.bridge.results.clear();
  const connections = house.bridge.connections;
  const ended = vi.spyOn(Journal.prototype, "ended").mockRejectedValueOnce(new Error("UnknownError")).mockRejectedValueOnce(new Error("UnknownError"));
  await house.live();
  await house.bridge.run({ action: "PING" });
  expect(house.bridge.results.get("w")).toBeUndefined();
  expect(await house.bridge.until(() => house.bridge.results.get("w"))).toMatchObject({ outcome: "done" });
  expect(ended).toHaveBeenCalledTimes(3);
  expect(house.bridge.connections).toBe(connections + 1);
  vi.restoreAllMocks();
});

test("an acknowledgement of what still runs takes nothing out of the journal", async () => {
  house.bridge.command({ action: "EXECUTE_HTTP_REQUEST", id: "w", requests: [request("PUT")] });
  await house.bridge.until(() => fetched.length === 1);
  house.bridge.send({ type: "ack", ids: ["w"] });
  // Whatever came before it has been taken once this is answered.
  await house.bridge.run({ action: "PING" });
  house.die();
  await house.live();
  expect(house.bridge.heardOf("holdings").at(-1)).toMatchObject({ begun: ["w"] });
});

test("when the answer of one write cannot be recorded the next one is not sent", async () => {
  const { journal } = house.life;
  const part = journal.part.bind(journal);
  vi.spyOn(journal, "part").mockImplementation((browserId, id, index, response) =>
    response ? Promise.reject(new Failure("storage_unavailable", "The disk is full.")) : part(browserId, id, index));
  answer.resolve(FINE);
  const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests: [request("PUT"), request("PUT")] });
  expect([batch.outcome, batch.code]).toEqual(["failed", "storage_unavailable"]);
  expect(batch.results?.map(({ status, code }) => code ?? status)).toEqual([200, "not_run"]);
  expect(fetched).toHaveLength(1);
});

test("what was not sent after all is in no doubt because the disk does not take that", async () => {
  vi.spyOn(house.life.journal, "unpart").mockRejectedValue(new Error("QuotaExceededError"));
  answer.resolve({ kind: "refused", code: "csrf_missing", detail: "The page shows no CSRF token." });
  const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests: [request("PUT"), request("PUT")] });
  expect([batch.outcome, batch.code]).toEqual(["failed", "csrf_missing"]);
});

test.each([["PUT", "unknown", "outcome_unknown"], ["GET", "failed", "internal"]])("a fault of the plugin amid a %s leaves it %s", async (method, outcome, code) => {
  vi.spyOn(house.life.tabs, "ask").mockRejectedValue(new TypeError("a fault"));
  expect(await house.bridge.run({ action: "EXECUTE_HTTP_REQUEST", requests: [request(method)] })).toMatchObject({ outcome, code });
});

test("once the site has asked for the person its page is not loaded anew either, for a request that it refused in the same moment", async () => {
  const refused = deferred<TabReply>();
  const loaded = vi.fn();
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "abort") return undefined;
    if (asked.kind === "read") {
      if (asked.fresh) loaded();
      return { kind: "page", facts: FACTS };
    }
    fetched.push(asked);
    return fetched.length === 1 ? answer.promise : refused.promise;
  });
  const batch = house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 2, requests: [request("GET"), request("GET")] });
  await house.bridge.until(() => fetched.length === 2);
  answer.resolve({ kind: "answer", status: 403, statusText: "", headers: { "x-dd-b": "1" }, ...bodyOf("text/html", "<html>"), token: "t", durationMs: 1 });
  await house.bridge.until(() => house.life.lanes.holds().size > 0);
  refused.resolve({ kind: "answer", status: 403, statusText: "", headers: {}, ...bodyOf("application/json", '{"code":106}'), token: "t", durationMs: 1 });
  expect(await batch).toMatchObject({ outcome: "failed", code: "challenge", results: [{ status: 403, code: "challenge" }, { status: 403, code: "106" }] });
  expect(loaded).not.toHaveBeenCalled();
});

test("the seller's pause holds the rest of a batch that runs", async () => {
  const running = house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests: [request("PUT"), request("PUT")] });
  await house.bridge.until(() => fetched.length === 1);
  house.paused = true;
  answer.resolve(FINE);
  const batch = await running;
  expect([batch.code, batch.results?.map(({ status, code }) => code ?? status)]).toEqual(["lane_paused", [200, "not_run"]]);
  expect(fetched).toHaveLength(1);
});
