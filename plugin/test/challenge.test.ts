import { describe, expect, test } from "vitest";
import { jsonOf } from "../src/answer";
import { challengeIn } from "../src/challenge";
import type { TabAnswer } from "../src/tab-messages";
import { bodyOf } from "./answers";

function answer(status: number, type: string, text: string, headers: Record<string, string> = {}): TabAnswer {
  return { kind: "answer", status, statusText: "", headers: { "content-type": type, ...headers }, durationMs: 1, ...bodyOf(type, text) };
}

const sign = (found: TabAnswer, jsonDue = true): string | null => challengeIn(found, jsonOf(found), jsonDue);
const JSON_TYPE = "application/json; charset=utf-8";
const HTML = "text/html; charset=utf-8";

describe("a check that asks for the person", () => {
  test.each<[string, TabAnswer]>([
    ["the vendor's header", answer(403, JSON_TYPE, "{}", { "x-dd-b": "1" })],
    ["the vendor's other header", answer(403, HTML, "", { "x-datadome-cid": "a" })],
    ["a captcha's address", answer(403, JSON_TYPE, '{"url":"https://geo.captcha-delivery.com/captcha/?a=b"}')],
    ["HTML that names the vendor", answer(403, HTML, "<html><script src='https://ct.captcha-delivery.com/c.js'>")],
    ["HTML with 403 where JSON was due", answer(403, HTML, "<html>")],
    ["HTML with 200 where JSON was due", answer(200, HTML, "<!doctype html>")],
    ["HTML that says it is JSON", answer(200, JSON_TYPE, "<!doctype html><title>x</title>")],
    ["Cloudflare", answer(503, HTML, "<title>Just a moment...</title>")],
    ["Cloudflare 1020", answer(403, HTML, "<p>error code: 1020</p>")],
    ["a blocked address", answer(403, JSON_TYPE, '{"code":102,"message_code":"ip_blocked"}')],
  ])("%s", (_name, found) => {
    expect(sign(found)).not.toBeNull();
  });
});

describe("an ordinary answer", () => {
  test.each<[string, TabAnswer]>([
    ["data", answer(200, JSON_TYPE, '{"code":0,"url":"https://www.vinted.fr/"}')],
    ["a dead route", answer(404, HTML, "<!doctype html>")],
    ["a server's trouble", answer(502, HTML, "<html>Bad gateway</html>")],
    ["an outage", answer(503, HTML, "<html>Maintenance</html>")],
    ["a refusal", answer(403, JSON_TYPE, '{"code":106,"message_code":"access_denied"}')],
    ["a captcha named by the path only", answer(403, JSON_TYPE, '{"url":"https://www.vinted.fr/captcha-delivery.com"}')],
    ["a limit", answer(429, JSON_TYPE, "")],
    ["nothing", answer(204, "", "")],
  ])("%s", (_name, found) => {
    expect(sign(found)).toBeNull();
  });

  test("a page that is nothing but the check is one where pages live, too", () => {
    expect(sign(answer(200, HTML, '<html><script src="https://ct.captcha-delivery.com/c.js"></script>'), false)).not.toBeNull();
    expect(sign(answer(200, HTML, '<html><iframe title="x" src="https://geo.captcha-delivery.com/captcha/"></iframe>'), false)).not.toBeNull();
    expect(sign(answer(200, HTML, '<html><script src="https://js.datadome.co/tags.js"></script><p>captcha-delivery.com'), false)).toBeNull();
  });

  test("a page is due where pages live", () => {
    expect(sign(answer(200, HTML, "<!doctype html>"), false)).toBeNull();
  });
});
