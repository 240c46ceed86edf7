import { fakeBrowser } from "@webext-core/fake-browser";
import { beforeEach, expect, test, vi } from "vitest";
import { Lanes } from "../src/lanes";

const SITE = "www.vinted.fr";
const notice = (state: string, code?: string): Parameters<Lanes["notice"]>[1] => ({ type: "lane", site: SITE, state, ...(code && { code }) });

beforeEach(() => { fakeBrowser.reset(); });

function held(): Lanes {
  const lanes = new Lanes(vi.fn());
  void lanes.hold(SITE, "a captcha");
  return lanes;
}

test("nothing passes a hold; other sites go on", () => {
  const lanes = held();
  expect(() => { lanes.check(SITE); }).toThrow("challenge");
  lanes.check("www.vinted.de");
});

test("the bridge's lane ends a hold only after it was paused for it", () => {
  const lanes = held();
  lanes.notice("br", notice("running"));
  expect(() => { lanes.check(SITE); }).toThrow("challenge");
  lanes.notice("br", notice("paused", "lane_paused"));
  lanes.notice("br", notice("running"));
  expect(() => { lanes.check(SITE); }).toThrow("challenge");
  lanes.notice("br", notice("paused", "challenge"));
  expect(lanes.paused("br")).toHaveLength(1);
  lanes.notice("br", notice("running"));
  lanes.check(SITE);
  expect(lanes.paused("br")).toHaveLength(0);
});

test("a bridge that knows of the hold may have heard the person's word while the line was down", () => {
  const lanes = held();
  lanes.notice("br", notice("paused", "challenge"));
  lanes.forget("br");
  lanes.notice("br", notice("running"));
  lanes.check(SITE);
});

test("a bridge that knows nothing of the hold does not end it, on a new connection neither", () => {
  const lanes = held();
  lanes.notice("br", notice("paused", "challenge"));
  lanes.forget("other");
  lanes.notice("other", notice("running"));
  expect(() => { lanes.check(SITE); }).toThrow("challenge");
  expect(lanes.awaitsPerson("other", SITE)).toBe(true);
});

test("a second sign of the same check does not make it unknown to a bridge that knows of it", () => {
  const lanes = held();
  lanes.notice("br", notice("paused", "challenge"));
  void lanes.hold(SITE, "a captcha");
  lanes.notice("br", notice("running"));
  lanes.check(SITE);
});

test("the person's word ends it at once", () => {
  const lanes = held();
  lanes.settled(SITE);
  lanes.check(SITE);
});

test("a hold outlives the background, and who knows of it", async () => {
  held().notice("br", notice("paused", "challenge"));
  const later = new Lanes(vi.fn());
  await vi.waitFor(async () => {
    await later.restore();
    expect(later.holds().size).toBe(1);
  });
  expect(() => { later.check(SITE); }).toThrow("challenge");
  later.notice("other", notice("running"));
  expect(() => { later.check(SITE); }).toThrow("challenge");
  later.notice("br", notice("running"));
  later.check(SITE);
});

test("a hold is on the disk before the command that met it ends, and outlives the browser: its bridge may be away and never hear of it", async () => {
  await new Lanes(vi.fn()).hold(SITE, "a captcha");
  await chrome.storage.session.clear();
  const later = new Lanes(vi.fn());
  await later.restore();
  expect(() => { later.check(SITE); }).toThrow("a captcha");

  later.settled(SITE);
  await vi.waitFor(async () => {
    const last = new Lanes(vi.fn());
    await last.restore();
    last.check(SITE);
  });
});

test("a hold that the disk does not take holds all the same, as long as the background lives", async () => {
  const set = vi.spyOn(chrome.storage.local, "set").mockRejectedValue(new Error("QuotaExceededError"));
  const lanes = new Lanes(vi.fn());
  expect(await lanes.hold(SITE, "a captcha")).toMatchObject({ code: "challenge" });
  expect(() => { lanes.check(SITE); }).toThrow("a captcha");
  set.mockRestore();
});

test("what bridges say of lanes that are on no hold writes nothing", () => {
  const set = vi.spyOn(chrome.storage.local, "set");
  const lanes = new Lanes(vi.fn());
  lanes.notice("br", notice("paused", "rate_limited"));
  lanes.notice("br", notice("running"));
  expect(set).not.toHaveBeenCalled();
  set.mockRestore();
});

test("a bridge has no lane on what is no site, so nothing that it makes up is held or shown", () => {
  const changed = vi.fn();
  const lanes = new Lanes(changed);
  for (let i = 0; i < 1000; i++) lanes.notice("br", { ...notice("paused", "lane_paused"), site: `made-up-${String(i)}.example` });

  expect(lanes.paused("br")).toHaveLength(0);
  expect(changed).not.toHaveBeenCalled();
});
