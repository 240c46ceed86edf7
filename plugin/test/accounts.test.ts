import { fakeBrowser } from "@webext-core/fake-browser";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Message, SiteRequest } from "../src/protocol";
import type { TabAnswer, TabFetch, TabReply, TabRequest } from "../src/tab-messages";
import { bodyOf } from "./answers";
import { closeTab, fakeTab } from "./fake-chrome";
import { House } from "./house";

const SITE = "www.vinted.fr";
const WHO = `https://${SITE}/api/v2/users/current`;
const ONE = { id: "1", login: "demo.shop" };
const TWO = { id: "2", login: "other.shop" };
const STOPPED = { outcome: "failed", code: "lane_paused" };

let house: House;
let signedIn: { id: string; login: string } | undefined;
let fetched: string[];
let refusing: number | undefined;
/** A sign-in has set its cookie since the site was last asked. */
let signedInAnew: boolean;
/** How often the tab gets something that was sent by what its page before this one showed, and what it then says. */
let newPages: number;
let onNewPage: () => void;
/** What happens while a request is answered. */
let onFetch: () => void;
/** What the site says when it is asked who is there. */
let saying: string | undefined;
/** The second tab, in another container: whom its page shows, and who is signed in there. */
let contained: { shows: string | null; is: typeof signedIn } | undefined;

beforeEach(async () => {
  fakeBrowser.reset();
  [signedIn, fetched, refusing, contained, signedInAnew, saying] = [ONE, [], undefined, undefined, false, undefined];
  onFetch = (): void => undefined;
  newPages = 0;
  fakeTab((request: TabRequest, tab: number) => {
    const page = tab === 8 ? contained?.shows : "1";
    if (request.kind === "read") return { kind: "page", facts: { load: "l", csrf: { token: "t" }, anonId: "", userId: page ?? null, login: null, language: "" } };
    return request.kind === "fetch" ? answer(request, tab === 8 ? contained?.is : signedIn) : undefined;
  }, [7, 8]);
  house = await House.start();
  house.life.accounts.saw(SITE, 7, ONE);
});

afterEach(async () => { await house.stop(); });

function answer({ url, method, visitor }: TabFetch, who: typeof signedIn): TabReply {
  if (visitor === "asked") signedInAnew = false;
  if (visitor === "same" && signedInAnew) return { kind: "refused", code: "other_visitor", detail: "" };
  if (visitor === "same" && newPages > 0) {
    newPages--;
    onNewPage();
    return { kind: "refused", code: "new_page", detail: "" };
  }
  fetched.push(url === WHO ? "who" : `${method} as ${who?.login ?? "nobody"}`);
  onFetch();
  if (url === WHO && refusing !== undefined) return json("{}", refusing);
  if (who === undefined) return url.endsWith("/refresh") ? json("", 400) : json('{"code":100}', 401);
  if (url === WHO && saying !== undefined) return json(saying);
  return json(url === WHO ? `{"user":{"id":${who.id},"login":"${who.login}"},"code":0}` : "{}");
}

const json = (text: string, status = 200): TabAnswer =>
  ({ kind: "answer", status, statusText: "", headers: { "content-type": "application/json" }, ...bodyOf("application/json", text), token: "t", durationMs: 1 });

const request = (method: string): SiteRequest => ({ url: `https://${SITE}/api/v2/items/1`, method, credentials: "include", content_type: "json" });
const run = (method = "PUT", times = 1): Promise<Message<"result">> =>
  house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 3, requests: Array.from({ length: times }, () => request(method)) });
const heard = (): unknown[] => house.bridge.heardOf("lane_ask").map(({ want, site }) => `${want} ${site ?? ""}`);

/** The first command was for account one; then a page shows account two, and the site says so. */
async function change(): Promise<void> {
  await run();
  signedIn = TWO;
  house.life.accounts.saw(SITE, 7, TWO);
  fetched = [];
}

test("once the site says who is there, the session that had died is alive, though no page was loaded", async () => {
  await run();
  signedIn = undefined;
  await run();
  expect(house.life.sessions.signIn(SITE)).toMatchObject({ signedIn: false });
  signedIn = ONE;
  expect(await run()).toMatchObject({ outcome: "done" });
  expect(house.life.sessions.signIn(SITE)).toEqual({ signedIn: true, login: "demo.shop" });
});

test("as long as nothing is seen, no command asks who is there", async () => {
  await run();
  await run("GET");
  expect(fetched).toEqual(["PUT as demo.shop", "GET as demo.shop"]);
});

test("whoever else is signed in gets no command, and the bridge hears why", async () => {
  await change();
  expect(await run("PUT", 3)).toMatchObject({ ...STOPPED, detail: expect.stringContaining("other.shop is signed in on www.vinted.fr, and the commands were for demo.shop") as string });
  expect(await run("GET")).toMatchObject(STOPPED);
  expect(await house.bridge.run({ action: "GET_USER_DATA" })).toMatchObject(STOPPED);
  expect(fetched).toEqual(["who"]);
  await house.bridge.until(() => heard().length === 1);
  expect(house.bridge.heardOf("lane_ask")[0]).toMatchObject({ want: "pause", site: SITE, detail: expect.stringContaining("demo.shop") as string });
});

test("GET_USER_DATA, which hears it from the site, tells nobody of the wrong account", async () => {
  await house.bridge.run({ action: "GET_USER_DATA" });
  signedIn = TWO;
  expect(await house.bridge.run({ action: "GET_USER_DATA" })).toMatchObject(STOPPED);
  expect(await run()).toMatchObject(STOPPED);
  expect(fetched).toEqual(["who", "who"]);
});

test("a bulk run stops where the account changes", async () => {
  await run();
  onFetch = (): void => {
    if (fetched.length !== 3) return;
    signedIn = TWO;
    house.life.accounts.saw(SITE, 7, TWO);
  };
  house.bridge.command({ action: "EXECUTE_SEQUENTIAL_REQUESTS", id: "bulk", requests: Array.from({ length: 6 }, () => request("PUT")) });
  const { outcome, code, results } = await house.bridge.until(() => house.bridge.results.get("bulk"));
  expect({ outcome, code }).toEqual(STOPPED);
  expect(results?.map(({ status, code: why }) => why ?? status)).toEqual([200, 200, "not_run", "not_run", "not_run", "not_run"]);
  expect(fetched).not.toContain("PUT as other.shop");
});

test("a sign-in that no page shows yet stops what comes, all of it, before anything is sent", async () => {
  await run();
  [signedIn, fetched, signedInAnew] = [TWO, [], true];
  expect(await run("PUT", 5)).toMatchObject(STOPPED);
  expect(fetched).toEqual(["who"]);
  await house.bridge.until(() => heard().length === 1);
  expect(heard()).toEqual([`pause ${SITE}`]);
});

test("a page that loads anew while something is on its way to it gets it once it has shown the same account, and not when it shows another", async () => {
  await run();
  fetched = [];
  [newPages, onNewPage] = [2, (): void => { house.life.accounts.saw(SITE, 7, ONE); }];
  expect(await run()).toMatchObject({ outcome: "done" });
  expect(fetched).toEqual(["PUT as demo.shop"]);
  signedIn = TWO;
  [newPages, onNewPage] = [1, (): void => { house.life.accounts.saw(SITE, 7, TWO); }];
  expect(await run()).toMatchObject(STOPPED);
  expect(fetched).toEqual(["PUT as demo.shop", "who"]);
});

test("one as the same account costs one question", async () => {
  await run();
  [fetched, signedInAnew] = [[], true];
  expect(await run("PUT", 2)).toMatchObject({ outcome: "done" });
  expect(fetched).toEqual(["who", "PUT as demo.shop", "PUT as demo.shop"]);
});

test("a page that is old, or shows nobody, costs one question", async () => {
  await run();
  for (const seen of [TWO, undefined]) {
    fetched = [];
    house.life.accounts.saw(SITE, 7, seen);
    expect(await run("PUT", 3)).toMatchObject({ outcome: "done" });
    expect(await run()).toMatchObject({ outcome: "done" });
    expect(fetched).toEqual(["who", ...Array<string>(4).fill("PUT as demo.shop")]);
  }
});

test("what goes without cookies asks for nobody", async () => {
  await run();
  house.life.accounts.saw(SITE, 7, undefined);
  [signedIn, fetched] = [undefined, []];
  await house.bridge.run({ action: "EXECUTE_HTTP_REQUEST", requests: [{ ...request("GET"), credentials: "omit" }] });
  expect(fetched).toEqual(["GET as nobody"]);
});

test("who signs in after nobody was is asked for, whatever the pages show", async () => {
  await run();
  signedIn = undefined;
  expect(await run()).toMatchObject({ code: "not_signed_in" });
  signedIn = TWO;
  expect(await run()).toMatchObject(STOPPED);
  expect(fetched).not.toContain("PUT as other.shop");
});

test("a site that will not say who is there gets no write, and none is in doubt", async () => {
  await run();
  house.life.accounts.saw(SITE, 7, undefined);
  fetched = [];
  refusing = 429;
  expect(await run()).toMatchObject({ outcome: "done", results: [{ success: false, status: 429 }] });
  expect(new Set(fetched)).toEqual(new Set(["who"]));
});

test("an answer that is cut short says nobody's name, and no write is in doubt for it", async () => {
  await run();
  house.life.accounts.saw(SITE, 7, undefined);
  [fetched, saying] = [[], '{"user":{"id":1,"login":"demo.sh'];
  expect(await run()).toMatchObject({ outcome: "failed", code: "not_signed_in" });
  expect(new Set(fetched)).toEqual(new Set(["who"]));
});

test.each<[string, () => void]>([
  ["the person says so", (): void => { house.life.accounts.settled(SITE); }],
  ["the bridge's lane runs again", (): void => { house.bridge.send({ type: "lane", site: SITE, state: "running" }); }],
])("goes on with whoever is there when %s", async (_name, word) => {
  await change();
  await run();
  // What the bridge says before it has heard of it is nobody's word.
  house.bridge.send({ type: "lane", site: SITE, state: "running" });
  expect(await run()).toMatchObject(STOPPED);
  house.bridge.send({ type: "lane", site: SITE, state: "paused", code: "lane_paused" });
  expect(await run()).toMatchObject(STOPPED);
  fetched = [];
  word();
  await house.bridge.until(() => house.life.accounts.mismatches(house.pairing.browserId).length === 0);
  expect(await run()).toMatchObject({ outcome: "done" });
  expect(await run()).toMatchObject({ outcome: "done" });
  expect(fetched).toEqual(["who", "PUT as other.shop", "PUT as other.shop"]);
  signedIn = ONE;
  house.life.accounts.saw(SITE, 7, ONE);
  expect(await run()).toMatchObject(STOPPED);
});

test("outlives the background; a bridge that was away is told when it is back", async () => {
  await change();
  await run();
  house.die();
  const before = heard().length;
  await house.live();
  expect(house.life.accounts.mismatches(house.pairing.browserId)).toEqual([{ site: SITE, meant: "demo.shop", found: "other.shop" }]);
  expect(await run()).toMatchObject(STOPPED);
  await house.bridge.until(() => heard().length > before);
});

test("after the browser was away, the first command asks", async () => {
  await run();
  house.die();
  await chrome.storage.session.clear();
  signedIn = TWO;
  await house.live();
  expect(await run()).toMatchObject(STOPPED);
});

test("what the seller resumes as a whole leaves it out, and a pairing that is gone forgets it", async () => {
  await change();
  await run();
  await house.bridge.until(() => heard().length === 1);
  house.bridge.send({ type: "lane", site: SITE, state: "paused", code: "lane_paused" });
  house.bridge.send({ type: "lane", site: "www.vinted.de", state: "paused", code: "lane_paused" });
  await house.bridge.until(() => house.life.lanes.paused(house.pairing.browserId).length === 2);
  house.life.link.resumeLanes();
  await house.bridge.until(() => heard().length === 2);
  expect(heard()).toEqual([`pause ${SITE}`, "resume www.vinted.de"]);
  house.life.accounts.forget(house.pairing.browserId);
  expect(house.life.accounts.mismatches(house.pairing.browserId)).toEqual([]);
});

describe("when the tab is gone, another container's", () => {
  beforeEach(async () => {
    await run();
    // As if the second one's page had been open all along.
    house.life.accounts.saw(SITE, 8, TWO);
    await run();
    fetched = [];
  });

  test("gets no command of the first one's, though its page says nothing", async () => {
    contained = { shows: null, is: TWO };
    closeTab(7);
    expect(await run("PUT", 3)).toMatchObject(STOPPED);
    expect(fetched).toEqual(["who"]);
  });

  test("is left alone where it shows somebody else, and a tab with the seller's own cookies opened", async () => {
    contained = { shows: "2", is: TWO };
    closeTab(7);
    const create = vi.fn(() => Promise.reject(new Error("none in this test")));
    Object.assign(chrome.tabs, { create });
    Object.assign(chrome, { windows: { create } });
    expect(await run()).toMatchObject({ outcome: "failed", code: "no_site_tab" });
    expect(create).toHaveBeenCalled();
    expect(fetched).toEqual([]);
  });

  test("serves when the same one is signed in there", async () => {
    contained = { shows: "1", is: ONE };
    closeTab(7);
    expect(await run()).toMatchObject({ outcome: "done" });
    expect(await run()).toMatchObject({ outcome: "done" });
    expect(fetched).toEqual(["who", "PUT as demo.shop", "PUT as demo.shop"]);
  });
});
