import { describe, expect, test } from "vitest";
import { jsonOf, responseOf } from "../src/answer";
import type { SiteResponse } from "../src/protocol";
import { writeJson } from "../src/raw-json";
import type { TabAnswer } from "../src/tab-messages";
import { bodyOf } from "./answers";

async function read(status: number, type: string, body: string | Blob): Promise<SiteResponse> {
  const answer: TabAnswer = {
    kind: "answer", status, statusText: "S", headers: { "content-type": type }, durationMs: 3,
    ...(typeof body === "string" ? bodyOf(type, body) : { blob: body }),
  };
  return await responseOf(answer, jsonOf(answer));
}

describe("an answer of the site", () => {
  test("JSON comes back digit for digit", async () => {
    const text = '{"id":12345678901234567890,"price":"28.90","ratio":1.50,"code":0}';
    const response = await read(200, "application/json", ` ${text}\n`);
    expect(writeJson(response)).toContain(`"data":${text}`);
    expect(response.success).toBe(true);
  });

  test("what says it is JSON and is not, or is no UTF-8, is text", async () => {
    expect(writeJson(await read(200, "application/json", "{"))).toContain('"data":"{"');
    const json = new Uint8Array([0x22, 0xff, 0x22]);
    const answer: TabAnswer = { kind: "answer", status: 200, statusText: "S", headers: { "content-type": "application/json" }, durationMs: 3, json };
    expect(writeJson(await responseOf(answer, jsonOf(answer)))).toContain(String.raw`"data":"\"\ufffd\""`.replace("\\ufffd", "\ufffd"));
  });

  test("JSON with a mark before it comes without the mark", async () => {
    expect((await read(200, "application/json", "\ufeff {\"a\":1} ")).data?.text).toBe('{"a":1}');
  });

  test("JSON that is nested too deep for any reader is text", async () => {
    const text = "[".repeat(501) + "]".repeat(501);
    expect(writeJson(await read(200, "application/json", text))).toContain(`"data":"${text}"`);
    expect(writeJson(await read(200, "application/json", text.slice(1, -1)))).toContain(`"data":${text.slice(1, -1)}`);
  });

  test("an error code with HTTP 200 is an error", async () => {
    expect(await read(200, "application/json", '{"code":99,"message":"Champ","message_code":"validation_error"}')).toMatchObject({
      success: false, status: 200, error: "Champ", code: "validation_error",
    });
    expect(await read(200, "application/json", '{"code":99}')).toMatchObject({ success: false, code: "99" });
  });

  test("text is a string, HTML of a dead route is an answer", async () => {
    const response = await read(404, "text/html", "<p>é\"</p>");
    expect(writeJson(response)).toContain(String.raw`"data":"<p>é\"</p>"`);
    expect(response).toMatchObject({ success: false, status: 404, error: "HTTP 404 S" });
  });

  test("anything else comes in base64 with its hash", async () => {
    const response = await read(200, "image/png", new Blob([new Uint8Array([1, 2, 3])]));
    expect(JSON.parse(response.data?.text ?? "")).toEqual({
      content_type: "image/png", size: 3, content: "AQID", sha256: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
    });
  });

  test("nothing is no data", async () => {
    expect(await read(204, "", "")).toEqual({ success: true, status: 204, statusText: "S", headers: { "content-type": "" }, duration_ms: 3 });
  });
});
