import { fakeBrowser } from "@webext-core/fake-browser";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RawJson } from "../src/raw-json";
import { shelve } from "./fake-bridge";
import { House } from "./house";
import { codes, fetched, json, one, request, site } from "./played-site";

const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 253));
let house: House;

beforeEach(async () => {
  fakeBrowser.reset();
  site(() => json('{"code":0}'));
  house = await House.start();
});

afterEach(async () => { await house.stop(); });

test("a photo is pulled in chunks, goes on after a lost connection, and arrives whole", async () => {
  const files = [{ field: "photo[file]", filename: "p.jpg", mime_type: "image/jpeg", body: shelve(house.bridge, "u1", bytes) }];
  house.bridge.dropAfterChunks = 2;
  const body = new RawJson('{"photo[type]":"item","n":1.50}');
  expect(await house.bridge.run(one("POST", { content_type: "multipart", body, files }))).toMatchObject({ outcome: "done" });
  expect(house.bridge.connections).toBe(3);
  const form = fetched[0]?.form;
  expect(form?.fields).toEqual([["photo[type]", "item"], ["n", "1.50"]]);
  expect(Buffer.from(await (form?.files[0]?.blob.arrayBuffer() ?? new ArrayBuffer(0))).equals(bytes)).toBe(true);
  expect(house.bridge.heardOf("body_get").map(({ offset }) => offset)).toContain(131_072);
});

test("a photo that is on its way from the bridge when the seller pauses does not go out", async () => {
  const files = [{ field: "f", filename: "p", mime_type: "image/jpeg", body: shelve(house.bridge, "u1", bytes) }];
  const id = "paused";
  house.bridge.command({ ...one("POST", { content_type: "multipart", files }), id });
  await house.bridge.until(() => house.bridge.heardOf("body_get").length > 0);
  house.paused = true;
  expect(await house.bridge.until(() => house.bridge.results.get(id))).toMatchObject({ outcome: "failed", code: "lane_paused" });
  house.paused = false;
  expect(fetched).toHaveLength(0);
});

test("a body that is gone, or is not what it should be, stops the command before it begins", async () => {
  const body = shelve(house.bridge, "u1", bytes);
  const post = (change: object): ReturnType<typeof one> =>
    one("POST", { content_type: "multipart", files: [{ field: "f", filename: "p", mime_type: "image/jpeg", body: { ...body, ...change } }] });
  expect(await house.bridge.run(post({ body_id: "gone" }))).toMatchObject({ outcome: "failed", code: "body_gone" });
  expect(await house.bridge.run(post({ sha256: "00" }))).toMatchObject({ code: "body_gone" });
  expect(await house.bridge.run(post({ size: 10 ** 9 }))).toMatchObject({ code: "invalid_request" });
  expect(fetched).toHaveLength(0);
  expect(house.bridge.heardOf("begun")).toHaveLength(0);
});

test("a body that is gone hides no other request of a batch; in a sequence nothing follows it", async () => {
  const file = { field: "f", filename: "p", mime_type: "image/jpeg", body: { ...shelve(house.bridge, "u1", bytes), body_id: "gone" } };
  const requests = [request("PUT"), request("POST", { content_type: "multipart", files: [file] }), request("PUT")];
  const batch = await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", parallel: 1, requests });
  expect(batch.outcome).toBe("done");
  expect(codes(batch)).toEqual([200, "not_run", 200]);
  expect(fetched).toHaveLength(2);

  const sequence = await house.bridge.run({ action: "EXECUTE_SEQUENTIAL_REQUESTS", requests });
  expect(sequence.outcome).toBe("done");
  expect(codes(sequence)).toEqual([200, "not_run", "not_run"]);
  expect(fetched).toHaveLength(3);
});

test("a big result goes as a body, also over two connections", async () => {
  const text = JSON.stringify({ text: "é".repeat(400_000), code: 0 });
  site(() => json(text));
  house.bridge.dropAfterChunks = 3;
  const result = await house.bridge.run(one());
  expect(result.payload?.body_id).toBe(result.id);
  expect(result.results?.[0]?.data?.text).toBe(text);
  expect(house.bridge.connections).toBe(3);
});

test("many requests come as a payload", async () => {
  const requests = [{ ...request("PUT"), body: { price: 1 } }];
  const payload = shelve(house.bridge, "c1", Buffer.from(JSON.stringify(requests).replace("1}", "1.00}")));
  expect(await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", id: "c1", payload })).toMatchObject({ outcome: "done" });
  expect(fetched[0]?.body).toBe('{"price":1.00}');
  const broken = shelve(house.bridge, "c2", Buffer.from('[{"url":1}]'));
  expect(await house.bridge.run({ action: "EXECUTE_BATCH_REQUESTS", id: "c2", payload: broken })).toMatchObject({ code: "invalid_request" });
});
