import { afterEach, expect, test, vi } from "vitest";

interface Shown {
  hidden: boolean;
  textContent: string;
  replaceChildren: () => void;
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the activity page says when the background has no answer, and looks again", async () => {
  vi.useFakeTimers();
  const elements = new Map<string, Shown>();
  const byId = (id: string): Shown => {
    const known = elements.get(id) ?? { hidden: true, textContent: "", replaceChildren: vi.fn() };
    elements.set(id, known);
    return known;
  };
  vi.stubGlobal("document", { getElementById: byId, querySelectorAll: () => [], documentElement: {} });
  const answers: unknown[] = [undefined, []];
  Object.assign(chrome.runtime, { sendMessage: () => Promise.resolve(answers.shift()) });

  await import("../src/ui/activity");
  await vi.advanceTimersByTimeAsync(0);
  expect(byId("problem")).toMatchObject({ hidden: false, textContent: "problemStart" });
  expect(byId("empty").hidden).toBe(true);

  await vi.advanceTimersByTimeAsync(5_000);
  expect([byId("problem").hidden, byId("empty").hidden]).toEqual([true, false]);
});
