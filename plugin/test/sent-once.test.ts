import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TabFetch } from "../src/tab-messages";

const write: TabFetch = {
  kind: "fetch", id: "1", url: "https://www.vinted.fr/api/v2/items", method: "PUT", headers: {}, credentials: "include", body: '{"é":1}', timeoutMs: 1000,
};

function over(protocol: string): void {
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ nextHopProtocol: protocol } as PerformanceNavigationTiming]);
}

describe("a write's body that can be sent once only", () => {
  let sentOnce: typeof import("../src/sent-once").sentOnce;
  let demandsLength: typeof import("../src/sent-once").demandsLength;

  beforeEach(async () => {
    vi.resetModules();
    ({ sentOnce, demandsLength } = await import("../src/sent-once"));
    over("h2");
  });
  afterEach(() => { vi.restoreAllMocks(); });

  test("is a stream of the same bytes, whole from the start", async () => {
    const { body, ...more } = sentOnce(write) ?? {};
    expect(more).toEqual({ duplex: "half" });
    expect(await new Response(body as ReadableStream).text()).toBe(write.body);
  });

  test("is none where there is no second run to fear, no room for a stream, or a body that takes its time", () => {
    expect(sentOnce({ ...write, method: "GET" })).toBeUndefined();
    expect(sentOnce({ ...write, form: { fields: [], files: [] } })).toBeUndefined();
    expect(sentOnce({ ...write, body: "é".repeat(20_000) })).toBeUndefined();
    over("http/1.1");
    expect(sentOnce(write)).toBeUndefined();
  });

  test("is none in a browser that knows no streamed requests", () => {
    vi.stubGlobal("Request", class { headers = new Headers({ "Content-Type": "text/plain" }); });
    expect(sentOnce(write)).toBeUndefined();
    vi.unstubAllGlobals();
  });

  test("is none once the site wants to know the length", () => {
    expect(demandsLength(400)).toBe(false);
    expect(sentOnce(write)).toBeDefined();
    expect(demandsLength(411)).toBe(true);
    expect(sentOnce(write)).toBeUndefined();
  });
});
