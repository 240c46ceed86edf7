import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InvalidMessage, PROTOCOL, readMessage, writeMessage } from "../src/protocol";

const root = new URL("../../protocol/fixtures/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");
const valid = readdirSync(new URL("valid/", root));
const expected = JSON.parse(read("invalid/expected.json")) as Record<string, string>;

describe("messages that both sides understand", () => {
  test.each(valid)("%s is written again byte for byte", (name) => {
    const text = read(`valid/${name}`);
    expect(writeMessage(readMessage(text))).toBe(text.trimEnd());
  });

  test("every type has a fixture", () => {
    const types = new Set(valid.map((name) => readMessage(read(`valid/${name}`)).type));
    expect(types.size).toBe(24);
  });

  test("the version is the bridge's", () => {
    const bridge = readFileSync(new URL("../../src/StoFlow.Protocol/ProtocolVersion.cs", import.meta.url), "utf8");
    expect(/Current = (\d+)/.exec(bridge)?.[1]).toBe(String(PROTOCOL));
  });
});

describe("messages that both sides refuse", () => {
  test("each has its expectation", () => {
    const files = readdirSync(new URL("invalid/", root)).filter((name) => name !== "expected.json");
    expect(files.map((name) => name.replace(".json", "")).sort()).toEqual(Object.keys(expected).sort());
  });

  test.each(Object.entries(expected))("%s names %s", (name, field) => {
    let refusal: unknown;
    try {
      readMessage(read(`invalid/${name}.json`));
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidMessage);
    expect((refusal as InvalidMessage).message).toContain(field);
  });
});

test("numbers that JavaScript cannot hold pass through a command as they came", () => {
  const frame = '{"type":"command","id":"c","action":"EXECUTE_HTTP_REQUEST","site":"s","backend":"b","deadline_ms":1,"parallel":1,"gap_ms":0,'
    + '"requests":[{"url":"u","method":"POST","credentials":"include","content_type":"json","body":{"id":12345678901234567890,"price":28.90}}]}';
  expect(writeMessage(readMessage(frame))).toBe(frame);
});

test("absent and null mean the same", () => {
  expect(writeMessage(readMessage('{"type":"lane_ask","want":"pause","site":null,"more":1}'))).toBe('{"type":"lane_ask","want":"pause"}');
});
