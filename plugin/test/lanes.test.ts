import { fakeBrowser } from "@webext-core/fake-browser";
import { beforeEach, expect, test, vi } from "vitest";
import { Lanes } from "../src/lanes";

const SITE = "www.vinted.fr";
const notice = (state: string): Parameters<Lanes["notice"]>[1] => ({ type: "lane", site: SITE, state });

beforeEach(() => { fakeBrowser.reset(); });

function held(): Lanes {
  const lanes = new Lanes(vi.fn());
  lanes.hold(SITE, "a captcha");
  return lanes;
}

test("nothing passes a hold; other sites go on", () => {
  const lanes = held();
  expect(() => { lanes.check(SITE); }).toThrow("challenge");
  lanes.check("www.vinted.de");
});

test("the bridge's lane ends a hold only after it was paused", () => {
  const lanes = held();
  lanes.notice("br", notice("running"));
  expect(() => { lanes.check(SITE); }).toThrow("challenge");
  lanes.notice("br", notice("paused"));
  expect(lanes.paused("br")).toHaveLength(1);
  lanes.notice("br", notice("running"));
  lanes.check(SITE);
  expect(lanes.paused("br")).toHaveLength(0);
});

test("on a new connection, running is the bridge's latest word", () => {
  const lanes = held();
  lanes.connected("br");
  lanes.notice("br", notice("running"));
  lanes.check(SITE);
});

test("the person's word ends it at once", () => {
  const lanes = held();
  lanes.settled(SITE);
  lanes.check(SITE);
});

test("a hold outlives the background", async () => {
  held();
  const later = new Lanes(vi.fn());
  await vi.waitFor(async () => {
    await later.restore();
    expect(later.holds().size).toBe(1);
  });
  expect(() => { later.check(SITE); }).toThrow("challenge");
});
