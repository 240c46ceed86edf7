import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
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
});
