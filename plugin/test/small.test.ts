import { describe, expect, test, vi } from "vitest";
import { bridgeAddress, socketUrls } from "../src/address";
import { backoff } from "../src/backoff";
import { signOf } from "../src/badge";
import { base64 } from "../src/encoding";
import { log, pathOf, redact } from "../src/log";
import { sleep } from "../src/time";

test("localhost is 127.0.0.1 first, where a bridge listens, and no other name is touched", () => {
  expect(socketUrls("http://localhost:8000")).toEqual(["ws://127.0.0.1:8000/ws/plugin", "ws://localhost:8000/ws/plugin"]);
  for (const address of ["http://127.0.0.1:8000", "https://localhost:8443", "https://localhost.example"]) expect(socketUrls(address)).toHaveLength(1);
});

describe("back-off", () => {
  test("grows to half a minute, with full jitter from a quarter of a second", () => {
    expect([0, 1, 2, 5, 6, 7, 1000].map((n) => backoff(n, () => 1))).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(9, () => 0)).toBe(250);
  });
});

describe("the bridge's address", () => {
  test.each([
    ["127.0.0.1:8000", "http://127.0.0.1:8000", "ws://127.0.0.1:8000/ws/plugin"],
    [" http://localhost:9000/ ", "http://localhost:9000", "ws://localhost:9000/ws/plugin"],
    ["bridge.example.org", "https://bridge.example.org", "wss://bridge.example.org/ws/plugin"],
    ["https://example.org/stoflow/", "https://example.org/stoflow", "wss://example.org/stoflow/ws/plugin"],
  ])("%s", (typed, address, socket) => {
    expect(bridgeAddress(typed)).toBe(address);
    expect(socketUrls(address).at(-1)).toBe(socket);
  });

  test.each(["http://192.168.1.4:8000", "http://example.org", "ftp://127.0.0.1", "https://a:b@example.org", "https://example.org/?x", "", "::"])(
    "%s is none", (typed) => {
      expect(bridgeAddress(typed)).toBeNull();
    });
});

describe("what is logged", () => {
  test("no secret, no query", () => {
    expect(redact("GET https://www.vinted.fr/api/v2/x?access=1#y failed")).toBe("GET https://www.vinted.fr/api/v2/x failed");
    expect(redact("eyJhbGciOi.eyJzdWIi.c2ln and demo@example.test")).toBe("(token) and (e-mail)");
    expect(redact('x-csrf-token: 75f6c9fa-dc8e, "session": "abc"')).not.toMatch(/75f6c9fa|abc/);
    expect(pathOf("https://www.vinted.fr/api/v2/users?id=1")).toBe("/api/v2/users");
  });

  test("a text without end is cut, and costs no time", () => {
    const began = performance.now();
    expect(redact("a".repeat(50_000))).toBe("…");
    expect(redact(`${"a ".repeat(495)}eyJhbGciOi.eyJzdWIi.c2ln`)).toBe(`${"a ".repeat(495)}…`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("facts pass the same sieve", () => {
    const said = vi.spyOn(console, "info").mockReturnValue();
    log.info("event", { detail: "demo@example.test", n: 1, none: undefined });
    expect(said).toHaveBeenCalledWith("[stoflow] event", "detail=(e-mail) n=1");
  });
});

test("the sign on the toolbar", () => {
  const calm = { paired: true, connected: true, running: false, paused: false, held: false, otherAccount: false };
  expect(signOf(calm)).toBe("idle");
  expect(signOf({ ...calm, running: true })).toBe("running");
  expect(signOf({ ...calm, connected: false })).toBe("offline");
  expect(signOf({ ...calm, paused: true, running: true })).toBe("paused");
  expect(signOf({ ...calm, paused: true, held: true })).toBe("held");
  expect(signOf({ ...calm, paused: true, otherAccount: true })).toBe("account");
  expect(signOf({ ...calm, paired: false, connected: false })).toBe("idle");
});

test("base64 of more than one piece", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
  expect(base64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
});

test("a wait ends with its signal", async () => {
  const controller = new AbortController();
  const waiting = sleep(60_000, controller.signal);
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});
