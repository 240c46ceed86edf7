import { fakeBrowser } from "@webext-core/fake-browser";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Database } from "../src/database";
import { grantsChanged } from "../src/grants";
import type { Message } from "../src/protocol";
import { RawJson } from "../src/raw-json";
import type { TabReply } from "../src/tab-messages";
import { deferred } from "../src/time";
import { House } from "./house";
import { codes, fetched, givenUp, json, one, pagesLoaded, request, site } from "./played-site";

let house: House;

beforeEach(async () => {
  fakeBrowser.reset();
  site(() => json('{"code":0}'));
  house = await House.start();
});

afterEach(async () => { await house.stop(); });

/** The person grants the sites or takes them back. */
function grant(granted: boolean): void {
  Object.assign(chrome.permissions, { contains: () => Promise.resolve(granted) });
  grantsChanged();
}

describe("commands", () => {
  test("a ping needs no tab", async () => {
    const result = await house.bridge.run({ action: "PING" });
    expect(result).toMatchObject({ outcome: "done", data: new RawJson('{"pong":true,"plugin_version":"0.1.0"}') });
    expect(fetched).toHaveLength(0);
  });

  test("a write is in the journal before it is fetched, and out of it once acknowledged", async () => {
    let state: unknown;
    site(() => {
      state = house.life.journal.state(house.pairing.browserId, "w");
      return json('{"price":28.90}');
    });
    const result = await house.bridge.run({ ...one("PUT", { body: new RawJson('{"price":28.90}') }), id: "w" });
    expect(state).toBe("begun");
    expect(fetched[0]?.body).toBe('{"price":28.90}');
    expect(result.results?.[0]?.data?.text).toBe('{"price":28.90}');
    expect(house.bridge.heardOf("begun")).toEqual([{ type: "begun", id: "w" }]);
    await house.bridge.until(() => house.life.journal.state(house.pairing.browserId, "w") === undefined);
  });

  test("batch: one failure hides no other; sequential: what comes after did not run", async () => {
    site(({ url }) => (url.endsWith("bad") ? json('{"code":104}', 404) : json("{}")));
    const requests = [request(), request("GET", { url: "https://www.vinted.fr/api/v2/bad" }), request()];
    expect(codes(await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", requests }))).toEqual([200, "104", 200]);
    expect(codes(await house.bridge.run({ action: "EXECUTE_SEQUENTIAL_REQUESTS", requests }))).toEqual([200, "104", "not_run"]);
  });

  test("starts are at least the gap apart", async () => {
    const starts: number[] = [];
    site(() => {
      starts.push(performance.now());
      return json("{}");
    });
    // What the first took on its way to the page is no part of the gap, so it counts from before the first.
    const asked = performance.now();
    await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", gap_ms: 150, requests: [request(), request(), request()] });
    expect((starts[2] ?? 0) - asked).toBeGreaterThan(290);
  });

  test("what is not allowed is not fetched", async () => {
    expect(await house.bridge.run(one("GET", { url: "https://example.org/api/v2/x" }))).toMatchObject({ outcome: "failed", code: "not_allowed_by_policy" });
    expect(await house.bridge.run(one("GET", { headers: { Cookie: "a" } }))).toMatchObject({ code: "invalid_request" });
    expect(await house.bridge.run({ action: "toString" })).toMatchObject({ code: "invalid_request" });
    expect(await house.bridge.run({ ...one(), site: "example.org" })).toMatchObject({ code: "not_allowed_by_policy" });
    expect(await house.bridge.run({ action: "GET_USER_DATA", site: "example.org" })).toMatchObject({ code: "not_allowed_by_policy" });
    house.paused = true;
    expect(await house.bridge.run(one())).toMatchObject({ code: "lane_paused" });
    expect(fetched).toHaveLength(0);
  });

  test("user data: the promised names first, every further field as the site wrote it", async () => {
    site(() => json('{"user":{"id":12345678901234567890,"login":"demo.shop","email":"demo@example.test","business_account":null,"item_count":3.0},"code":0}'));
    const { data } = await house.bridge.run({ action: "GET_USER_DATA" });
    expect(data?.text).toContain('{"user_id":12345678901234567890,"login":"demo.shop","email":"demo@example.test","anon_id":null,"csrf_token":"t"');
    expect(data?.text).toContain('"business_account":null,"site":"www.vinted.fr","locale":"fr-FR","currency":"EUR","id":12345678901234567890,"item_count":3.0}');
  });
});

describe("nothing twice", () => {
  test("an id that runs is ignored; one that ended gets its recorded result", async () => {
    const answer = deferred<TabReply>();
    site(() => answer.promise);
    house.bridge.acknowledges = false;
    house.bridge.command({ ...one("PUT"), id: "w" });
    await house.bridge.until(() => fetched.length === 1);
    house.bridge.command({ ...one("PUT"), id: "w" });
    answer.resolve(json("{}"));
    await house.bridge.until(() => house.bridge.heardOf("result").length === 1);
    house.bridge.command({ ...one("PUT"), id: "w" });
    await house.bridge.until(() => house.bridge.heardOf("result").length === 2);
    expect(fetched).toHaveLength(1);
  });

  test("a write whose background died is begun, never run again, and unknown when asked for", async () => {
    site(() => new Promise<TabReply>(() => undefined));
    house.bridge.command({ ...one("PUT"), id: "w" });
    await house.bridge.until(() => fetched.length === 1);
    house.die();
    await house.live();
    expect(house.bridge.heardOf("holdings").at(-1)).toMatchObject({ running: [], begun: ["w"], ended: [], last: true });
    expect(await house.bridge.run({ ...one("PUT"), id: "w" })).toMatchObject({ outcome: "unknown", code: "outcome_unknown" });
    expect(fetched).toHaveLength(1);
    await house.bridge.until(() => house.life.journal.ids(house.pairing.browserId, "begun").length === 0);
  });

  test("a batch cut short after a request of unknown end is unknown, whatever else was answered", async () => {
    site(() => {
      if (fetched.length === 1) throw new Error("The message channel closed before a response was received");
      return json("{}");
    });
    house.bridge.command({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, gap_ms: 500, id: "w", requests: [request("PUT"), request("PUT"), request("PUT")] });
    await vi.waitFor(async () => {
      const parts = await new Database().read("parts", (store) => store.getAll() as IDBRequest<{ index: number; response?: string }[]>);
      expect(parts.find(({ index }) => index === 1)?.response).toBeDefined();
    });
    house.die();
    await house.live();
    expect(await house.bridge.until(() => house.bridge.results.get("w"))).toMatchObject({ outcome: "unknown", code: "outcome_unknown" });
    expect(codes(house.bridge.results.get("w") as Message<"result">)).toEqual(["outcome_unknown", 200, "not_run"]);
    expect(fetched).toHaveLength(2);
  });

  test("a result that was not acknowledged comes again from the journal", async () => {
    house.bridge.acknowledges = false;
    await house.bridge.run({ ...one("PUT"), id: "w" });
    house.die();
    house.bridge.acknowledges = true;
    await house.live();
    expect(house.bridge.heardOf("holdings").at(-1)).toMatchObject({ begun: [], ended: ["w"] });
    await house.bridge.until(() => house.bridge.heardOf("result").length === 2);
    await house.bridge.until(() => house.life.journal.state(house.pairing.browserId, "w") === undefined);
    expect(fetched).toHaveLength(1);
  });

  test("a command outlives its connection", async () => {
    const answer = deferred<TabReply>();
    site(() => answer.promise);
    house.bridge.command({ ...one("PUT"), id: "w" });
    await house.bridge.until(() => fetched.length === 1);
    house.bridge.drop();
    await house.bridge.until(() => house.bridge.heardOf("holdings").length === 2);
    expect(house.bridge.heardOf("holdings").at(-1)).toMatchObject({ running: ["w"], begun: [] });
    answer.resolve(json("{}"));
    expect(await house.bridge.until(() => house.bridge.results.get("w"))).toMatchObject({ outcome: "done" });
  });

  test("a tab that goes away: a read runs once more, a write is unknown", async () => {
    let calls = 0;
    site(() => {
      if (calls++ === 0) throw new Error("The message channel closed before a response was received");
      return json("{}");
    });
    expect(await house.bridge.run(one("GET"))).toMatchObject({ outcome: "done" });
    calls = 0;
    expect(await house.bridge.run(one("PUT"))).toMatchObject({ outcome: "unknown", code: "outcome_unknown" });
    expect(calls).toBe(1);
  });

  test("Firefox's ambiguous error counts as begun for a write", async () => {
    let calls = 0;
    site(() => {
      calls++;
      throw new Error("Could not establish connection. Receiving end does not exist.");
    });
    expect(await house.bridge.run(one("PUT"))).toMatchObject({ outcome: "unknown" });
    expect(calls).toBe(1);
  });

  test("holdings come in pages", async () => {
    const { browserId } = house.pairing;
    house.die();
    await Promise.all(Array.from({ length: 1100 }, (_, n) => house.life.journal.begin(browserId, `w${String(n)}`, 1)));
    const before = house.bridge.heardOf("holdings").length;
    await house.live();
    const pages = house.bridge.heardOf("holdings").slice(before);
    expect(pages.map(({ begun, last }) => [begun.length, last])).toEqual([[500, false], [500, false], [100, true]]);
  });
});

describe("ends", () => {
  test("deadlines: a read times out, a write is unknown", async () => {
    site(() => new Promise<TabReply>(() => undefined));
    expect(await house.bridge.run({ ...one("GET"), deadline_ms: 1_000 })).toMatchObject({ outcome: "failed", code: "timeout" });
    expect(await house.bridge.run({ ...one("PUT"), deadline_ms: 1_000 })).toMatchObject({ outcome: "unknown" });
    expect(await house.bridge.run({ ...one("PUT"), deadline_ms: 0 })).toMatchObject({ outcome: "expired" });
  });

  test("a tab that gets a change hears until when it may begin it, and nothing was sent when it came too late", async () => {
    site(async ({ notAfter = 0 }) => {
      await new Promise((resolve) => { setTimeout(resolve, notAfter - Date.now() + 50); });
      return { kind: "refused", code: "too_late", detail: "" };
    });
    expect(await house.bridge.run({ ...one("PUT"), deadline_ms: 300 })).toMatchObject({ outcome: "failed", code: "timeout" });
  });

  test("a command that was under way past its deadline never begins, and the connection is made anew", async () => {
    site(() => json("{}"));
    expect(await house.bridge.run({ ...one("PUT"), deadline_ms: 30_000, at_ms: -60_000 })).toMatchObject({ outcome: "expired" });
    expect(fetched).toHaveLength(0);
  });

  test("cancel: a read ends, a write in flight goes on and the rest of a batch does not run", async () => {
    const answer = deferred<TabReply>();
    site(({ method }) => (method === "PUT" ? answer.promise : new Promise<TabReply>(() => undefined)));
    house.bridge.command({ ...one("GET"), id: "r" });
    house.bridge.command({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, id: "w", requests: [request("PUT"), request("PUT")] });
    await house.bridge.until(() => fetched.length === 2);
    house.bridge.send({ type: "cancel", id: "r" });
    house.bridge.send({ type: "cancel", id: "w" });
    expect(await house.bridge.until(() => house.bridge.results.get("r"))).toMatchObject({ outcome: "cancelled" });
    answer.resolve(json("{}"));
    const write = await house.bridge.until(() => house.bridge.results.get("w"));
    expect([write.outcome, codes(write)]).toEqual(["done", [200, "cancelled"]]);
    // The page is told to give up the read, and it alone.
    expect(givenUp).toEqual([fetched.find(({ method }) => method === "GET")?.id]);
  });

  test.each<[string, () => unknown]>([
    ["the seller disconnects the bridge", (): unknown => { house.life.link.stop(); return undefined; }],
    ["the bridge revokes the browser", (): unknown => { house.bridge.close(4401, "revoked"); return undefined; }],
  ])("%s: the write in flight goes on, and nothing else that the bridge asked for", async (_name, part) => {
    const answer = deferred<TabReply>();
    site(() => answer.promise);
    house.bridge.command({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, id: "w", requests: [request("PUT"), request("PUT"), request("PUT")] });
    await house.bridge.until(() => fetched.length === 1);
    part();
    await house.bridge.until(() => house.life.link.connection.state.kind !== "connected" || house.bridge.heardOf("unpair").length === 1);
    answer.resolve(json("{}"));
    await house.bridge.until(() => house.life.link.runner.running === 0);
    expect(fetched).toHaveLength(1);
  });

  test("a permission that is taken back ends a batch where it stands", async () => {
    site(() => {
      if (fetched.length === 2) {
        grant(false);
      }
      return json("{}");
    });
    const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests: [request("PUT"), request("PUT"), request("PUT"), request("PUT")] });
    grant(true);
    expect([batch.code, codes(batch)]).toEqual(["site_permission_missing", [200, 200, "not_run", "not_run"]]);
    expect(fetched).toHaveLength(2);
  });

  test("a computer that slept past a command's deadline runs no more of it", async () => {
    const now = Date.now();
    site(() => {
      if (fetched.length === 2) vi.spyOn(Date, "now").mockImplementation(() => now + 3_600_000);
      return json("{}");
    });
    const requests = Array.from({ length: 4 }, () => request("PUT"));
    const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, deadline_ms: 60_000, requests }).finally(() => { vi.restoreAllMocks(); });
    expect(codes(batch)).toEqual([200, 200, "not_run", "not_run"]);
    expect(fetched).toHaveLength(2);
  });

  test("a check holds the site until the lane runs again", async () => {
    site(() => json("{}", 403, { "x-dd-b": "1" }));
    const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests: [request(), request()] });
    expect([batch.outcome, batch.code, codes(batch)]).toEqual(["failed", "challenge", ["challenge", "not_run"]]);
    site(() => json("{}"));
    expect(await house.bridge.run(one())).toMatchObject({ code: "challenge" });
    expect(fetched).toHaveLength(0);
    house.bridge.send({ type: "lane", site: "www.vinted.fr", state: "paused", code: "challenge" });
    house.bridge.send({ type: "lane", site: "www.vinted.fr", state: "running" });
    expect(await house.bridge.run(one())).toMatchObject({ outcome: "done" });
  });

  test("a session that ran out is renewed once, for a write too", async () => {
    let renewed = false;
    site(({ url }) => {
      if (url.endsWith("/web/api/auth/refresh")) {
        renewed = true;
        return json('{"access_token":"x"}');
      }
      return renewed ? json("{}") : json('{"code":100,"message_code":"invalid_authentication_token"}', 401);
    });
    const requests = [request("PUT"), request(), request()];
    expect(codes(await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", requests }))).toEqual([200, 200, 200]);
    expect(fetched.filter(({ url }) => url.endsWith("/refresh"))).toHaveLength(1);
  });

  test("a session is not renewed while the site asks for the person", async () => {
    const late = deferred<TabReply>();
    site(({ method }) => (method === "PUT" ? late.promise : json("{}", 403, { "x-dd-b": "1" })));
    house.bridge.command({ ...one("PUT"), id: "w" });
    await house.bridge.until(() => fetched.length === 1);
    expect(await house.bridge.run(one())).toMatchObject({ code: "challenge" });
    late.resolve(json('{"code":100}', 401));
    expect(await house.bridge.until(() => house.bridge.results.get("w"))).toMatchObject({ outcome: "failed", code: "challenge" });
    expect(fetched).toHaveLength(2);
  });

  test("a dead session ends not_signed_in", async () => {
    site(({ url }) => (url.endsWith("/refresh") ? json("", 400) : json('{"code":100}', 401)));
    expect(await house.bridge.run(one("PUT"))).toMatchObject({ outcome: "failed", code: "not_signed_in" });
    expect(await house.bridge.run({ action: "GET_USER_DATA" })).toMatchObject({ code: "not_signed_in" });
    expect(fetched.filter(({ url }) => url.endsWith("/refresh"))).toHaveLength(1);
  });

  test("what waits for its turn beside a request that ends the command is not sent", async () => {
    site(({ url }) => json('{"code":100}', url.endsWith("/refresh") ? 400 : 401));
    const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 3, gap_ms: 150, requests: [request(), request(), request()] });
    expect([batch.outcome, batch.code, codes(batch)]).toEqual(["failed", "not_signed_in", ["not_signed_in", "not_run", "not_run"]]);
    expect(fetched).toHaveLength(2);
  });

  test("access denied with the page's token is an answer, not a reason to repeat", async () => {
    site(() => json('{"code":106,"message_code":"access_denied"}', 403));
    expect(codes(await house.bridge.run(one("PUT")))).toEqual(["access_denied"]);
    expect(fetched).toHaveLength(1);
    const many = { action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests: Array.from({ length: 20 }, () => request("PUT")) };
    expect(new Set(codes(await house.bridge.run(many)))).toEqual(new Set(["access_denied"]));
    expect(pagesLoaded).toBe(1);
  });

  test("a limit that looks like a refused token, and a 401 to who is nobody, are answers too", async () => {
    site(({ credentials }) => (credentials === "omit" ? json("{}", 401) : json('{"code":106,"message_code":"rate_limit_exceeded"}', 403)));
    expect(codes(await house.bridge.run(one("PUT")))).toEqual(["rate_limit_exceeded"]);
    expect(codes(await house.bridge.run(one("GET", { credentials: "omit" })))).toEqual([401]);
    expect([fetched.length, pagesLoaded]).toEqual([2, 0]);
  });

  test("no token after the page was read again", async () => {
    site(() => ({ kind: "refused", code: "csrf_missing", detail: "none" }));
    expect(await house.bridge.run(one("PUT"))).toMatchObject({ outcome: "failed", code: "csrf_missing" });
    expect(fetched).toHaveLength(2);
  });
});
