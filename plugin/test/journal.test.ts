import { beforeEach, describe, expect, test, vi } from "vitest";
import { IDBFactory } from "fake-indexeddb";
import { Database } from "../src/database";
import { Journal, sealOutcome, settledOutcome } from "../src/journal";
import { noAnswer } from "../src/outcome";
import type { SiteResponse } from "../src/protocol";
import { RawJson, writeJson } from "../src/raw-json";

const good: SiteResponse = { success: true, status: 200, statusText: "", headers: {}, duration_ms: 1, data: new RawJson('{"id":1.0}') };
const sealed = sealOutcome({ outcome: "done", results: [good] }, 4.6);

let db: Database;
let journal: Journal;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = new Database();
  journal = await Journal.open(db);
});

/** The background died; another one reads what it left. */
const reopen = (): Promise<Journal> => Journal.open(new Database());

describe("the journal", () => {
  test("asks for the disk itself where a write rests on it, and not where that costs for nothing", async () => {
    const transactions = vi.spyOn(IDBDatabase.prototype, "transaction");
    await journal.begin("br", "w", 2);
    await journal.part("br", "w", 0);
    await journal.end("br", "w", sealed);
    await journal.forget("br", ["w"]);
    expect(transactions.mock.calls.map(([, , how]) => how?.durability)).toEqual(["strict", "strict", "strict", "relaxed"]);
  });

  test("knows after a restart what was begun and what ended", async () => {
    await journal.begin("br", "w1", 1);
    await journal.begin("br", "w2", 1);
    await journal.end("br", "w2", sealed);
    const later = await reopen();
    expect(later.ids("br", "begun")).toEqual(["w1"]);
    expect(later.ids("br", "ended")).toEqual(["w2"]);
    expect(later.state("other", "w1")).toBeUndefined();
    expect(await later.ended("br", "w2")).toEqual(sealed);
    expect(await later.ended("br", "w1")).toBeUndefined();
  });

  test("keeps a result digit for digit", async () => {
    await journal.begin("br", "w", 1);
    await journal.end("br", "w", sealed);
    expect((await (await reopen()).ended("br", "w"))?.payload).toBe(`{"results":[${writeJson(good)}]}`);
    expect(sealed.head).toBe('{"outcome":"done","duration_ms":5}');
  });

  test("forgets what the bridge has, and only that", async () => {
    for (const id of ["a", "b"]) await journal.begin("br", id, 1);
    await journal.begin("other", "a", 1);
    await journal.forget("br", ["a", "never heard of"]);
    const later = await reopen();
    expect(later.ids("br", "begun")).toEqual(["b"]);
    expect(later.ids("other", "begun")).toEqual(["a"]);
  });

  test("holds ten thousand writes and more", async () => {
    await db.write(["journal"], (store) => {
      for (let n = 0; n < 12_000; n++) {
        store("journal").put({ browserId: "br", id: `w${String(n)}`, state: n % 2 === 0 ? "begun" : "ended", begunAt: 0, requests: 1, ...sealed });
      }
    });
    const later = await reopen();
    expect(later.ids("br", "begun")).toHaveLength(6_000);
    expect(later.ids("br", "ended")).toHaveLength(6_000);
  });

  test("says storage_unavailable when the disk refuses", async () => {
    const broken = await Journal.open(new Database());
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => { throw new DOMException("full", "QuotaExceededError"); });
    await expect(broken.begin("br", "w", 1)).rejects.toMatchObject({ code: "storage_unavailable" });
    put.mockRestore();
    expect(broken.state("br", "w")).toBeUndefined();
  });
});

describe("a batch that the browser's end cut short", () => {
  test("tells what was answered, what is in doubt and what never ran", async () => {
    await journal.begin("br", "batch", 4);
    await journal.part("br", "batch", 0);
    await journal.part("br", "batch", 0, good);
    await journal.part("br", "batch", 1);
    const later = await reopen();
    expect(later.state("br", "batch")).toBe("ended");
    const ended = await later.ended("br", "batch");
    expect(JSON.parse(ended?.head ?? "")).toMatchObject({ outcome: "unknown", code: "outcome_unknown" });
    const { results } = JSON.parse(new RawJson(ended?.payload ?? "").text) as { results: SiteResponse[] };
    expect(results.map(({ status, code }) => code ?? status)).toEqual([200, "outcome_unknown", "not_run", "not_run"]);
  });

  test("with nothing answered it stays begun", async () => {
    await journal.begin("br", "batch", 2);
    await journal.part("br", "batch", 0);
    expect((await reopen()).ids("br", "begun")).toEqual(["batch"]);
  });

  test("stays begun when the disk does not take its end, and hinders nothing", async () => {
    await journal.begin("br", "batch", 2);
    await journal.part("br", "batch", 0, good);
    await journal.begin("br", "w", 1);
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => { throw new DOMException("full", "QuotaExceededError"); });
    expect((await reopen()).ids("br", "begun")).toEqual(["batch", "w"]);
    put.mockRestore();
    expect((await reopen()).state("br", "batch")).toBe("ended");
  });

  test("between two requests nothing is in doubt", () => {
    const outcome = settledOutcome(2, [{ index: 0, response: writeJson(good) }]);
    expect(outcome.outcome).toBe("done");
    expect(writeJson(outcome.results?.[1])).toContain('"not_run"');
  });

  test("a request that was not sent after all leaves no doubt", async () => {
    await journal.begin("br", "batch", 2);
    await journal.part("br", "batch", 0, good);
    await journal.part("br", "batch", 1);
    await journal.unpart("br", "batch", 1);
    expect(JSON.parse((await (await reopen()).ended("br", "batch"))?.head ?? "")).toMatchObject({ outcome: "done" });
  });
});

test("an entry without an answer says why", () => {
  expect(noAnswer("not_run", "x")).toMatchObject({ success: false, status: 0, code: "not_run", error: "x" });
});
