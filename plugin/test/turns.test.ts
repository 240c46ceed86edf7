import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Turns } from "../src/turns";

const never = new AbortController().signal;

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test("a bridge that never rests does not keep another one from its turn", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const take = async (who: string): Promise<void> => {
    await turns.take("site write", who, 1_000, never);
    order.push(`${who} ${String(Math.round(performance.now()))}`);
  };
  const began = performance.now();
  await take("a");
  void take("b");
  // Its own pace lets it come a moment before the other one wakes, each time.
  for (let n = 0; n < 3; n++) {
    await vi.advanceTimersByTimeAsync(990);
    void take("a");
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(order[1]).toBe(`b ${String(Math.round(began + 1_000))}`);
  expect(order[2]).toBe(`a ${String(Math.round(began + 2_000))}`);
});

test("one that is given up does not hold the next", async () => {
  const turns = new Turns();
  await turns.take("site write", "a", 1_000, never);
  const given = new AbortController();
  const gone = expect(turns.take("site write", "b", 60_000, given.signal)).rejects.toThrow("given up");
  const next = turns.take("site write", "c", 1_000, never);
  given.abort(new Error("given up"));
  await gone;
  await vi.advanceTimersByTimeAsync(1_000);
  await next;
});
