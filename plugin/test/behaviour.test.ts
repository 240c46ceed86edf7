/** What the site does that a naive plugin does not expect, several at once, by the numbers of the sandbox's own list. */
import { fakeBrowser } from "@webext-core/fake-browser";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SiteRequest } from "../src/protocol";
import type { TabAnswer, TabFetch, TabRequest } from "../src/tab-messages";
import { fakeTab } from "./fake-chrome";
import { House } from "./house";
import { codes, fetched, json, one, request, site } from "./played-site";

let house: House;

beforeEach(async () => {
  fakeBrowser.reset();
  site(() => json("{}"));
  house = await House.start();
});

afterEach(async () => { await house.stop(); });

const several = (count: number, method: string, more: Partial<SiteRequest> = {}): SiteRequest[] => Array.from({ length: count }, () => request(method, more));

test.each<[string, string, () => TabAnswer]>([
  ["a read", "GET", () => json("{}", 429)],
  ["a write", "PUT", () => json("", 429, { "retry-after": "7" })],
  ["a read that says it in words", "GET", () => json('{"code":106,"message_code":"rate_limit_exceeded"}', 403)],
  ["a read that says it with HTTP 200", "GET", () => json('{"code":106,"message_code":"rate_limit_exceeded"}')],
])("B13 a limit that %s of a batch meets ends the batch", async (_name, method, limit) => {
  site(() => (fetched.length === 3 ? limit() : json("{}")));
  const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 2, gap_ms: 20, requests: several(20, method) });
  expect(batch.outcome).toBe("done");
  // One may be under way beside it.
  expect(fetched.length).toBeLessThanOrEqual(4);
  expect(codes(batch).slice(fetched.length)).toEqual(Array(20 - fetched.length).fill("not_run"));
  expect(await house.bridge.run(one())).toMatchObject({ outcome: "done" });
});

/** A site whose token is not the page's any more, and on which the session runs out at the first request that shows the new one. */
function renewedSite(): TabFetch[] {
  const came: TabFetch[] = [];
  let [token, live] = ["old", false];
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "abort") return undefined;
    if (asked.kind === "read") {
      if (asked.fresh) token = "new";
      return { kind: "page", facts: { load: "l", csrf: { token }, anonId: "", userId: "1", login: "demo.shop", language: "fr-FR" } };
    }
    came.push(asked);
    if (token === "old") return { ...json('{"code":106,"message_code":"access_denied"}', 403), token };
    if (asked.url.endsWith("/refresh")) live = true;
    return { ...(live ? json("{}") : json('{"code":100}', 401)), token };
  });
  return came;
}

test.each<[string, unknown]>([["none", "none"], ["several", "2 different"]])("B01 a write refused for its token, whose page shows %s now, says that", async (_name, missing) => {
  const came: TabFetch[] = [];
  fakeTab((asked: TabRequest) => {
    if (asked.kind === "abort") return undefined;
    if (asked.kind === "read") return { kind: "page", facts: { load: "l", csrf: asked.fresh ? { missing } : { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "" } };
    came.push(asked);
    return json('{"code":106,"message_code":"access_denied"}', 403);
  });
  expect(await house.bridge.run(one("PUT"))).toMatchObject({ outcome: "failed", code: "csrf_missing", detail: expect.stringContaining(String(missing)) as string });
  expect(came).toHaveLength(1);
});

test("B03 and B04 a session that runs out while the new token is shown is renewed all the same", async () => {
  const came = renewedSite();
  expect(codes(await house.bridge.run(one("PUT")))).toEqual([200]);
  expect(came.map(({ method, url }) => `${method} ${url.split("/").at(-1) ?? ""}`)).toEqual(["PUT 1", "PUT 1", "POST refresh", "PUT 1"]);
});
