import { describe, expect, test } from "vitest";
import { readPage, type Readable } from "../src/page";

const TOKEN = "75f6c9fa-dc8e-4e52-a000-e09dd4084b3e";
const OTHER = "0b0c5a1e-1111-4222-8333-444455556666";

function page(script: string, metas: Record<string, string> = {}): Readable {
  return {
    querySelectorAll: () => [{ textContent: script }],
    querySelector: (selector) => {
      const content = metas[/name="(.+?)"/.exec(selector)?.[1] ?? ""];
      return content === undefined ? null : { getAttribute: () => content };
    },
  };
}

const csrf = (script: string, metas = {}, cookies = ""): unknown => readPage(page(script, metas), cookies, "l").csrf;

describe("the CSRF token", () => {
  test.each([
    ["plain", `{"CSRF_TOKEN":"${TOKEN}"}`],
    ["escaped once", `self.__next_f.push([1,"{\\"CSRF_TOKEN\\":\\"${TOKEN}\\"}"])`],
    ["escaped twice", `{\\\\\\"CSRF_TOKEN\\\\\\":\\\\\\"${TOKEN}\\\\\\"}`],
    ["with \\u0022", `{\\u0022CSRF_TOKEN\\u0022:\\u0022${TOKEN}\\u0022}`],
    ["with \\\\u0022 and blanks", `{\\\\u0022CSRF_TOKEN\\\\u0022 : \\\\u0022${TOKEN}\\\\u0022}`],
    ["twice the same", `"CSRF_TOKEN":"${TOKEN}" "CSRF_TOKEN":"${TOKEN.toUpperCase()}"`],
  ])("%s", (_name, script) => {
    expect(csrf(script)).toEqual({ token: TOKEN });
  });

  test("is sent as the page writes it", () => {
    expect(csrf(`"CSRF_TOKEN":"${TOKEN.toUpperCase()}"`)).toEqual({ token: TOKEN.toUpperCase() });
  });

  test("in the older meta, then in the cookie", () => {
    expect(csrf("", { "csrf-token": TOKEN })).toEqual({ token: TOKEN });
    expect(csrf("", {}, `a=b; csrf_token=${TOKEN}`)).toEqual({ token: TOKEN });
    expect(csrf(`"CSRF_TOKEN":"${TOKEN}"`, { "csrf-token": OTHER })).toEqual({ token: TOKEN });
  });

  test("what no header can carry is none", () => {
    expect(csrf("", { "csrf-token": "a\nb" })).toHaveProperty("missing");
    expect(csrf("", { "csrf-token": "é" }, `csrf_token=${TOKEN}`)).toEqual({ token: TOKEN });
    expect(readPage(page("", { "accept-language": "français" }), "anon_id=日本", "l")).toMatchObject({ anonId: "", language: "" });
  });

  test("none, or two that differ", () => {
    expect(csrf("")).toHaveProperty("missing");
    expect(csrf(`"CSRF_TOKEN":"${TOKEN}","CSRF_TOKEN":"${OTHER}"`)).toEqual({ missing: expect.stringContaining("2 different") as string });
  });
});

describe("who is there", () => {
  test("a signed-in page, escaped", () => {
    const facts = readPage(page(`{\\"userId\\":\\"12345678\\",\\"login\\":\\"demo.shop\\"}`), "", "l");
    expect(facts).toMatchObject({ userId: "12345678", login: "demo.shop" });
  });

  test("by the current user alone", () => {
    const facts = readPage(page(`"currentUser":{"id":12345678,"x":1,"login":"demo.shop"}`), "", "l");
    expect(facts).toMatchObject({ userId: "12345678", login: "demo.shop" });
  });

  test("a visitor", () => {
    const facts = readPage(page(`"userId":null,"currentUser":null,"member":{"login":"someone.else"}`), "", "l");
    expect(facts).toMatchObject({ userId: null, login: null });
  });

  test("the anonymous id by cookie, then by script; the language by meta", () => {
    expect(readPage(page(`"anon_id":"${OTHER}"`), `anon_id=${TOKEN}`, "l").anonId).toBe(TOKEN);
    expect(readPage(page(`"ANON_ID":"${OTHER}"`, { "accept-language": "fr-FR" }), "", "l")).toMatchObject({ anonId: OTHER, language: "fr-FR" });
    expect(readPage(page(""), "", "l").anonId).toBe("");
  });
});
