import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Activity, KEPT } from "../src/activity";
import { Database } from "../src/database";
import type { Job } from "../src/job";
import type { Pairing } from "../src/pairings";

const pairing = { bridgeName: "shop" } as Pairing;

function job(...asked: string[]): Job {
  const requests = asked.map((line) => {
    const [method = "", path = ""] = line.split(" ");
    return { method, url: `https://www.vinted.fr${path}`, credentials: "include", content_type: "json" };
  });
  const command = { backend: "erp", site: "www.vinted.fr", action: requests.length === 0 ? "PING" : "EXECUTE_BATCH_REQUESTS" };
  return { command, requests, write: requests.some(({ method }) => method !== "GET"), durationMs: 1 } as unknown as Job;
}

describe("the seller's own list", () => {
  let activity: Activity;

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
    activity = new Activity(new Database());
  });

  it("shows what changes something, whatever stands in front of it", async () => {
    activity.add(pairing, job("GET /api/v2/users/current", "DELETE /api/v2/items/7", "GET /api/v2/items/8"), { outcome: "done" });

    expect((await activity.newest(1))[0]).toMatchObject({ what: "DELETE /api/v2/items/7 (+2)", write: true });
  });

  it("keeps writes through any flood of pings", async () => {
    activity.add(pairing, job("DELETE /api/v2/items/7"), { outcome: "done" });
    await activity.newest(1);
    for (let i = 0; i < 2 * KEPT; i++) activity.add(pairing, job(), { outcome: "done" });
    await activity.newest(1);
    activity.add(pairing, job("GET /api/v2/users/current"), { outcome: "done" });

    const lines = await activity.newest(3 * KEPT);

    expect(lines.filter(({ write }) => write).map(({ what }) => what)).toEqual(["DELETE /api/v2/items/7"]);
    expect(lines.length).toBeLessThanOrEqual(KEPT + 2);
  });

  it("reads no more lines than it shows, and none to trim", async () => {
    for (let i = 0; i < KEPT; i++) activity.add(pairing, job(), { outcome: "done" });
    await activity.settled();
    let read = 0;
    const getAll = vi.spyOn(IDBObjectStore.prototype, "getAll");
    getAll.mockImplementation(function all(this: IDBObjectStore, ...args) {
      getAll.mockRestore();
      const request = this.getAll(...args);
      request.addEventListener("success", () => { read += request.result.length; });
      return request;
    });
    for (let i = 0; i < KEPT; i++) activity.add(pairing, job(), { outcome: "done" });
    await activity.settled();
    expect(read).toBe(0);

    expect(await activity.newest(5)).toHaveLength(5);
    expect(read).toBe(5);
    expect(await activity.newest(3 * KEPT)).toHaveLength(KEPT);
  });

  it("takes up the lines of before", async () => {
    const old = { backend: "erp", what: "PUT /old", write: true };
    await new Promise<void>((resolve) => {
      const opening = indexedDB.open("stoflow", 1);
      opening.onupgradeneeded = () => {
        for (const [name, keyPath] of [["pairings", "browserId"], ["journal", ["browserId", "id"]], ["parts", ["browserId", "id", "index"]]] as const) {
          opening.result.createObjectStore(name, { keyPath: keyPath as string });
        }
        const store = opening.result.createObjectStore("activity", { keyPath: "key", autoIncrement: true });
        for (let i = 0; i <= KEPT; i++) store.add({ ...old, write: i % 2 === 0 });
      };
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
    activity.add(pairing, job(), { outcome: "done" });
    for (let i = 0; i < KEPT; i++) activity.add(pairing, job(), { outcome: "done" });
    await activity.settled();

    const lines = await activity.newest(3 * KEPT);
    expect(lines.filter(({ write }) => write)).toHaveLength(KEPT / 2 + 1);
    expect(lines.filter(({ write }) => !write)).toHaveLength(KEPT);
  });
});
