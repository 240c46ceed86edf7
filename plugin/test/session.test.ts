import { expect, test, vi } from "vitest";
import { Sessions } from "../src/session";
import type { TabAnswer } from "../src/tab-messages";

const SITE = "www.vinted.fr";
const answer = (status: number): TabAnswer => ({ kind: "answer", status, statusText: "", headers: {}, text: "", durationMs: 1 });

test("many refused requests share one refresh, and a late one needs none", async () => {
  const sessions = new Sessions(vi.fn());
  const generation = sessions.generation(SITE);
  const refresh = vi.fn(() => Promise.resolve(answer(200)));
  const renewals = await Promise.all(Array.from({ length: 5 }, () => sessions.renew(SITE, generation, refresh)));
  expect(renewals).toEqual(Array(5).fill("renewed"));
  expect(await sessions.renew(SITE, generation, refresh)).toBe("renewed");
  expect(refresh).toHaveBeenCalledTimes(1);
});

test("another site has its own", async () => {
  const sessions = new Sessions(vi.fn());
  await sessions.renew(SITE, 0, () => Promise.resolve(answer(200)));
  expect(sessions.generation("www.vinted.de")).toBe(0);
});

test("a dead session is not refreshed again until somebody is seen signed in", async () => {
  const changed = vi.fn();
  const sessions = new Sessions(changed);
  const refresh = vi.fn(() => Promise.resolve(answer(400)));
  expect(await sessions.renew(SITE, 0, refresh)).toBe("dead");
  expect(sessions.signIn(SITE)).toEqual({ signedIn: false });
  expect(await sessions.renew(SITE, 0, refresh)).toBe("dead");
  expect(refresh).toHaveBeenCalledTimes(1);
  sessions.saw(SITE, { signedIn: true, login: "demo.shop" });
  await sessions.renew(SITE, 0, refresh);
  expect(refresh).toHaveBeenCalledTimes(2);
  expect(changed).toHaveBeenCalled();
});

test("a refresh that meets trouble says nothing of the session", async () => {
  const sessions = new Sessions(vi.fn());
  expect(await sessions.renew(SITE, 0, () => Promise.resolve(answer(502)))).toBe("unclear");
  expect(await sessions.renew(SITE, 0, () => Promise.resolve(null))).toBe("unclear");
  expect(sessions.signIn(SITE)).toEqual({});
});
