import { beforeEach, describe, expect, test } from "vitest";
import type { ActivityLine } from "../src/activity";
import type { PairingView, UiState } from "../src/messages";
import type { SiteStatus } from "../src/protocol";
import { say } from "../src/ui/dom";
import { lanesOf, problemOf } from "../src/ui/words";

const SITE = "www.vinted.fr";

beforeEach(() => {
  Object.assign(chrome.i18n, { getMessage: (name: string, values: string[] = []) => [name, ...values].join(" ") });
});

const pairing: PairingView = {
  browserId: "br", bridgeName: "Atelier", address: "http://127.0.0.1:8000", seller: "demo", connection: { kind: "connected" }, running: 0, lanes: [], mismatches: [], wantedPaths: [],
};

function state(site: Partial<SiteStatus>, more: Partial<UiState> = {}): UiState {
  const sites = [{ site: SITE, tab: "open", permission: true, signed_in: true, login: "demo.shop", ...site }];
  return { version: "0.1.0", offline: false, paused: false, pairing: { step: "none" }, pairings: [pairing], sites, holds: [], ...more };
}

const GRANTED = new Set([SITE]);

const failed = (code: string): ActivityLine => ({
  at: 0, bridge: "Atelier", backend: "tests", site: SITE, action: "GET_USER_DATA", what: "", write: false, outcome: "failed", code, durationMs: 1,
});

describe("what needs the person", () => {
  test("that nobody is signed in is told as long as it is so, and no longer", () => {
    expect(problemOf(state({ signed_in: false }), GRANTED, failed("not_signed_in"))).toMatchObject({ code: "not_signed_in" });
    expect(problemOf(state({}), GRANTED, failed("not_signed_in"))).toBeUndefined();
  });

  test("a site that the browser has not granted is told until it has, though no tab shows the site and it has no status", () => {
    const last = { ...failed("site_permission_missing"), site: "www.vinted.de" };
    expect(problemOf(state({}), GRANTED, last)).toMatchObject({ code: "site_permission_missing" });
    expect(problemOf(state({}), new Set([SITE, "www.vinted.de"]), last)).toBeUndefined();
  });

  test("a bridge that the disk refuses to forget is told before all that it could cause", () => {
    const left: PairingView = { ...pairing, browserId: "br2", connection: { kind: "left" } };
    expect(problemOf(state({ signed_in: false }, { pairings: [pairing, left] }), GRANTED, undefined)).toEqual({ code: "storage_unavailable", text: "left" });
  });

  test("what only another command can show to be mended stays", () => {
    expect(problemOf(state({}), GRANTED, failed("csrf_missing"))).toMatchObject({ code: "csrf_missing" });
  });

  test("a browser without a network says so before anything that follows from it", () => {
    expect(problemOf(state({ tab: "none" }, { offline: true }), GRANTED, failed("no_site_tab"))).toMatchObject({ code: "offline" });
  });

  test("a seller may leave out sites", () => {
    expect(problemOf(state({}), GRANTED, undefined)).toBeUndefined();
    expect(problemOf(state({}), new Set(), undefined)).toMatchObject({ code: "site_permission_missing" });
  });
});

test("of the lanes that several bridges have on a site the one that most needs the person is shown", () => {
  const lane = (code: string, site = SITE): PairingView["lanes"][number] => ({ type: "lane", site, state: "paused", code });
  const shown = (...codes: string[]): unknown[] =>
    lanesOf(state({}, { pairings: codes.map((code) => ({ ...pairing, lanes: [lane(code)] })) })).map(({ code }) => code);
  expect(shown("lane_paused", "rate_limited")).toEqual(["lane_paused"]);
  expect(shown("challenge", "lane_paused")).toEqual(["challenge"]);
  expect(shown("rate_limited", "challenge", "rate_limited")).toEqual(["challenge"]);
  const two = { ...pairing, lanes: [lane("lane_paused"), lane("rate_limited", "www.vinted.de")] };
  expect(lanesOf(state({}, { pairings: [two] })).map(({ site }) => site)).toEqual([SITE, "www.vinted.de"]);
  expect(lanesOf(state({}, { pairings: [two], paused: true })).map(({ site }) => site)).toEqual(["www.vinted.de"]);
});

test("a name turns nothing around that stands beside it, breaks no line and hides nothing", () => {
  expect(say("offerText", "Atelier\u202e \u2066x\u2069\r\n", "http://127.0.0.1:8000", "dé\u200bmo 👨‍👩‍👧")).toBe("offerText Atelier x http://127.0.0.1:8000 démo 👨‍👩‍👧");
});
