import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Failure } from "../src/outcome";
import { askablePaths, refuseUrl } from "../src/policy";
import type { SiteRequest } from "../src/protocol";
import { RawJson } from "../src/raw-json";
import { checkRequest } from "../src/request-check";

const lists = JSON.parse(readFileSync(new URL("../../protocol/fixtures/urls.json", import.meta.url), "utf8")) as Record<string, string[]>;

describe("the shared list of URLs", () => {
  test.each(lists.allowed ?? [])("passes %s", (url) => {
    expect(refuseUrl(url, [])).toBeNull();
  });

  test.each(lists.refused ?? [])("refuses %s", (url) => {
    expect(refuseUrl(url, [])).not.toBeNull();
  });
});

test("a URL is not longer than 8192 characters", () => {
  const start = "https://www.vinted.fr/api/v2/";
  expect([8192, 8193, 5_000_000].map((length) => refuseUrl(start.padEnd(length, "a"), []) === null)).toEqual([true, false, false]);
});

test("a path that the seller agreed to passes, the session's never does", () => {
  expect(refuseUrl("https://www.vinted.fr/web/api/notifications/x", ["/web/api/"])).toBeNull();
  expect(() => { check({ url: "https://www.vinted.fr/web/api/auth/refresh", method: "POST" }, ["/web/api/"]); }).toThrow("not_allowed_by_policy");
});

test("a seller is asked only about prefixes that are what they look like", () => {
  const tricks = ["", "/", "//", "/api", "api/", "/web/../", "/web/%2e%2e/", "/web//", "/web/?x/", "/web/#/", "/web\\/", " /web/", "/we b/", "/w\u0435b/", "/\u202eweb/"];
  expect(askablePaths(tricks)).toEqual([]);
  expect(askablePaths(["/web/api/", "", "/x/"])).toEqual(["/web/api/", "/x/"]);
});

const plain: SiteRequest = { url: "https://www.vinted.fr/api/v2/x", method: "GET", credentials: "include", content_type: "json" };

function check(more: Partial<SiteRequest>, paths: string[] = []): void {
  checkRequest({ ...plain, ...more }, "requests[0]", "www.vinted.fr", paths);
}

describe("a request's own rules", () => {
  test.each<[string, Partial<SiteRequest>]>([
    ["another site", { url: "https://www.vinted.de/api/v2/x" }],
    ["another method", { method: "TRACE" }],
    ["a method in lower case", { method: "get" }],
  ])("%s is not allowed", (_name, more) => {
    expect(() => { check(more); }).toThrow("not_allowed_by_policy");
  });

  test.each<[string, Partial<SiteRequest>]>([
    ["a cookie", { headers: { Cookie: "a=b" } }],
    ["a Sec- header", { headers: { "sec-fetch-site": "none" } }],
    ["a Proxy- header", { headers: { "Proxy-Authorization": "Basic eA==" } }],
    ["a method in disguise", { headers: { "X-HTTP-Method-Override": "DELETE" } }],
    ["a header name with a blank", { headers: { "a b": "c" } }],
    ["a header value with a line break", { headers: { a: "b\r\nc: d" } }],
    ["a content type with multipart", { method: "POST", content_type: "multipart", headers: { "Content-Type": "x" } }],
    ["a body with GET", { body: new RawJson("{}") }],
    ["credentials of another name", { credentials: "yes" }],
    ["a list as a form", { method: "POST", content_type: "multipart", body: new RawJson("[1]") }],
    ["no time", { timeout: 0 }],
  ])("%s is invalid", (_name, more) => {
    expect(() => { check(more); }).toThrow("invalid_request");
  });

  test("names the field", () => {
    try {
      check({ headers: { Host: "x" } });
      expect.unreachable();
    } catch (error) {
      expect((error as Failure).detail).toBe("requests[0].headers: Host may not be set.");
    }
  });

  test("what a page could send passes", () => {
    check({ method: "POST", headers: { "X-Upload-Form": "true" }, body: new RawJson('{"a":1}'), timeout: 10 });
  });
});
