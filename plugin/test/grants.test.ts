import { expect, test, vi } from "vitest";
import { grantsChanged, isGranted } from "../src/grants";

const SITE = "www.vinted.fr";

test("a site that is taken back while the browser is asked for it is not taken for granted", async () => {
  grantsChanged();
  let say: (granted: boolean) => void = () => undefined;
  const contains = vi.fn(() => new Promise<boolean>((resolve) => { say = resolve; }));
  Object.assign(chrome.permissions, { contains });
  const before = isGranted(SITE);
  grantsChanged();
  say(true);
  await before;
  const after = isGranted(SITE);
  say(false);
  expect(await after).toBe(false);
});

test("the browser is asked once, and again after it could not say", async () => {
  grantsChanged();
  const contains = vi.fn(() => Promise.resolve(true));
  contains.mockRejectedValueOnce(new Error("shutting down"));
  Object.assign(chrome.permissions, { contains });
  await expect(isGranted(SITE)).rejects.toThrow();
  expect([await isGranted(SITE), await isGranted(SITE)]).toEqual([true, true]);
  expect(contains).toHaveBeenCalledTimes(2);
});
