import { log } from "./log";
import { Failure } from "./outcome";
import { originOf, SITES } from "./policy";
import type { PageFacts, TabReading, TabRequest } from "./tab-messages";
import { TabGone, TabLine } from "./tab-line";
import { deferred, unlessAborted } from "./time";

const OPEN_MS = 20_000;
const GRACE_MS = 2_000;
const LEAVE_MS = 3_000;
const AGAIN_MS = 500;
// A page that spoke so lately is taken to be there; a tab that the browser froze since then would swallow a request.
const THERE_MS = 2_000;

/** The tab for which a request was meant is not the site's any more; nothing was sent. */
export class OtherTab extends Error {}

/** Finds, opens and talks to the tabs in which the sites' requests run: one tab for each site. */
export class Tabs {
  readonly #chosen = new Map<string, number>();
  readonly #opening = new Map<string, Promise<number>>();
  readonly #ready = new Map<number, Set<(facts: PageFacts) => void>>();
  readonly #lines = new Map<number, Promise<TabLine | undefined>>();
  readonly #openLines = new Map<number, TabLine>();
  /** Tabs that hang: they keep their line and say nothing on it. They are not given that long again. */
  readonly #hung = new Set<number>();

  /** @param meant Whom the commands on a site are for, by the site's ids; nobody when that is open. */
  constructor(private readonly meant: (site: string) => ReadonlySet<string> = () => new Set()) {}

  /** A tab's content script says that it is there. */
  pageReady(tabId: number, facts: PageFacts): void {
    this.#hung.delete(tabId);
    for (const resolve of this.#ready.get(tabId) ?? []) resolve(facts);
  }

  tabClosed(tabId: number): void {
    this.#hung.delete(tabId);
    for (const [site, chosen] of this.#chosen) if (chosen === tabId) this.#chosen.delete(site);
  }

  /** The tab in which the site's requests run, found or opened; another one may follow it. */
  async choose(site: string, signal: AbortSignal): Promise<number> {
    return this.#chosen.get(site) ?? (await unlessAborted(this.#acquire(site), signal));
  }

  /**
   * Asks the site's tab. A tab that did not get a request is replaced, and what may be repeated is asked again; {@link TabGone} otherwise.
   * `once`: the request must not run twice, and a line that ends once the tab has proved that it is there may have carried it.
   * `only`: the request is for this tab, and {@link OtherTab} says that another one has taken its place.
   */
  async ask<T>(site: string, request: TabRequest, signal: AbortSignal, { once = false, only }: { once?: boolean; only?: number } = {}): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const tabId = await this.choose(site, signal);
      if (only !== undefined && tabId !== only) throw new OtherTab();
      if (!this.#spokeLately(tabId) && !(await unlessAborted(this.#isThere(tabId, THERE_MS), signal))) this.forget(site);
      else {
        const reply = await patiently(this.#send<T>(tabId, request), signal).catch((error: unknown) => {
          // The page went away over it, and the next one can be read as well.
          if (error instanceof TabGone && request.kind === "read" && !request.fresh && !signal.aborted) return "unreachable" as const;
          throw error;
        });
        if (reply !== "unreachable") return reply;
        this.forget(site);
        if (once) throw new TabGone();
      }
      if (attempt === 2) throw new Failure("no_site_tab", `No tab of ${site} answers the plugin. Open or reload one.`);
      log.info("a tab did not answer", { site, tab: tabId });
    }
  }

  /** Whether the site's tab is on its way to another page, which aborts what it was asked; if so, waits a moment for that page. */
  async isLeaving(site: string): Promise<boolean> {
    const tabId = this.#chosen.get(site);
    if (tabId === undefined) return true;
    const tab = await chrome.tabs.get(tabId).catch(() => undefined);
    if (tab?.status === "complete") return false;
    this.forget(site);
    if (tab) await this.#awaitPage(tabId, () => Promise.resolve(), LEAVE_MS);
    return true;
  }

  /** The tab that was used no longer shows the site. */
  forget(site: string): void {
    this.#chosen.delete(site);
  }

  /** Tells a tab to give a request up. */
  abort(site: string, id: string): void {
    const tabId = this.#chosen.get(site);
    if (tabId !== undefined) void this.#lines.get(tabId)?.then((line) => line?.tell({ kind: "abort", id }));
  }

  /** The sites that a tab shows; without the permission for a site its tabs are not seen. */
  async openSites(): Promise<Set<string>> {
    const tabs = await chrome.tabs.query({ url: SITES.map(({ host }) => originOf(host)) });
    return new Set(tabs.flatMap(({ url }) => (url && URL.canParse(url) ? [new URL(url).hostname] : [])));
  }

  /** Reads the pages that were open before this background began; a tab without a content script is left alone. */
  async openPages(): Promise<{ site: string; tab: number; facts: PageFacts }[]> {
    const tabs = await chrome.tabs.query({ url: SITES.map(({ host }) => originOf(host)), discarded: false });
    const pages = tabs.map(async ({ id: tab = -1, url }) => {
      const facts = await this.#facts(tab);
      return facts ? [{ site: new URL(url ?? "").hostname, tab, facts }] : [];
    });
    return (await Promise.all(pages)).flat();
  }

  async #facts(tabId: number): Promise<PageFacts | undefined> {
    const asked = this.#send<TabReading>(tabId, { kind: "read", fresh: false }).catch(() => "unreachable" as const);
    const reading = await within(asked, OPEN_MS);
    return reading && reading !== "unreachable" && reading.kind === "page" ? reading.facts : undefined;
  }

  async #send<T>(tabId: number, request: TabRequest): Promise<T | "unreachable"> {
    const line = await this.#line(tabId);
    return line ? await line.ask<T>(request) : "unreachable";
  }

  #line(tabId: number): Promise<TabLine | undefined> {
    const known = this.#lines.get(tabId);
    if (known) return known;
    const drop = (): void => {
      if (this.#lines.get(tabId) !== line) return;
      this.#lines.delete(tabId);
      this.#openLines.delete(tabId);
    };
    const line = TabLine.open(tabId, drop);
    this.#lines.set(tabId, line);
    void line.then((opened) => {
      if (!opened) drop();
      else if (this.#lines.get(tabId) === line) this.#openLines.set(tabId, opened);
    });
    return line;
  }

  // Asked before each request: without a timer and a turn of the loop.
  #spokeLately(tabId: number): boolean {
    const line = this.#openLines.get(tabId);
    return line !== undefined && line.silentMs < THERE_MS;
  }

  /** @param lately What the page said within so many milliseconds proves it, too. */
  async #isThere(tabId: number, lately = 0): Promise<boolean> {
    const asked = this.#line(tabId).then(async (line) => {
      if (!line || line.silentMs < lately) return line !== undefined;
      return (await line.ask<TabReading>({ kind: "read", fresh: false })) !== "unreachable";
    }).catch(() => false);
    const there = (await within(asked, this.#hung.has(tabId) ? AGAIN_MS : OPEN_MS)) ?? false;
    if (there) this.#hung.delete(tabId);
    else if (this.#lines.has(tabId)) this.#hung.add(tabId);
    return there;
  }

  async #acquire(site: string): Promise<number> {
    const chosen = this.#chosen.get(site);
    if (chosen !== undefined) return chosen;
    let opening = this.#opening.get(site);
    if (!opening) {
      opening = this.#choose(site).finally(() => this.#opening.delete(site));
      this.#opening.set(site, opening);
    }
    const tabId = await opening;
    this.#chosen.set(site, tabId);
    return tabId;
  }

  async #choose(site: string): Promise<number> {
    const tabs = (await chrome.tabs.query({ url: originOf(site) })).filter((tab) => tab.id !== undefined).sort(byFitness);
    let nobodys: number | undefined;
    for (const { id, url, discarded } of tabs) {
      if (id === undefined) continue;
      if (discarded && nobodys !== undefined) break;
      // Firefox loads an empty page into one that is told to load again; the address wakes it in every browser.
      const there = discarded ? await this.#awaitPage(id, () => chrome.tabs.update(id, { url: addressOf(url, site) })) : await this.#answers(id);
      if (!there) continue;
      const shows = await this.#whose(site, id);
      if (shows === "theirs") return id;
      if (shows === "nobody's") nobodys ??= id;
    }
    return nobodys ?? (await this.#open(site));
  }

  // A page of somebody else may be of another container, whose cookies a new tab does not have. Only a reason to look further: the site's own word counts.
  async #whose(site: string, tabId: number): Promise<"theirs" | "nobody's" | "other's"> {
    const meant = this.meant(site);
    if (meant.size === 0) return "theirs";
    const userId = (await this.#facts(tabId))?.userId ?? null;
    if (userId === null) return "nobody's";
    return meant.has(userId) ? "theirs" : "other's";
  }

  // A tab that was open before the plugin came has no content script yet.
  async #answers(tabId: number): Promise<boolean> {
    if (await this.#isThere(tabId)) return true;
    // Into one that hangs nothing can be injected, and to ask for it would never end.
    if (this.#hung.has(tabId)) return false;
    const injecting = chrome.scripting.executeScript({ target: { tabId }, files: ["content.js"] }).catch(() => undefined);
    const injected = await within(injecting, OPEN_MS);
    return injected !== undefined && (await this.#isThere(tabId));
  }

  async #open(site: string): Promise<number> {
    const url = `https://${site}/`;
    const create = async (): Promise<chrome.tabs.Tab | undefined> => {
      try {
        return await chrome.tabs.create({ url, active: false });
      } catch {
        // The browser runs without a window.
        return (await chrome.windows.create({ url, focused: false }))?.tabs?.[0];
      }
    };
    const tab = await create().catch(() => undefined);
    if (tab?.id !== undefined) {
      const loaded = await this.#awaitPage(tab.id, () => Promise.resolve());
      if (loaded && (await shows(tab.id, url))) return tab.id;
      await clearAway(tab.id, url);
    }
    throw new Failure("no_site_tab", `No tab of ${site} is open and a new one did not load. Open ${url} in the browser.`);
  }

  async #awaitPage(tabId: number, load: () => Promise<unknown>, ms = OPEN_MS): Promise<boolean> {
    const { promise, resolve } = deferred<PageFacts>();
    const waiting = this.#ready.get(tabId) ?? new Set();
    this.#ready.set(tabId, waiting.add(resolve));
    try {
      await load();
      return (await within(promise, ms)) !== undefined;
    } catch {
      return false;
    } finally {
      waiting.delete(resolve);
      if (waiting.size === 0) this.#ready.delete(tabId);
    }
  }
}

// Without a fragment, for which a page need not be loaded.
function addressOf(url: string | undefined, site: string): string {
  return url?.split("#")[0] ?? `https://${site}/`;
}

// A site may lead to another one of the list, whose page says that it is there, too.
async function shows(tabId: number, url: string): Promise<boolean> {
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  return tab?.url?.startsWith(url) ?? false;
}

// A tab that became no page of the site would be one more with every command. One that still loads is found by the next command; one that
// the person looks at is theirs.
async function clearAway(tabId: number, url: string): Promise<void> {
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  const loads = tab?.status === "loading" && tab.url?.startsWith(url);
  if (tab && !tab.active && !loads) await chrome.tabs.remove(tabId).catch(() => undefined);
}

/** Loaded before loading; in the background before the one that the seller looks at, who may be about to leave the page. */
function byFitness(a: chrome.tabs.Tab, b: chrome.tabs.Tab): number {
  const rank = (tab: chrome.tabs.Tab): number => Number(tab.discarded) * 4 + Number(tab.status !== "complete") * 2 + Number(tab.active);
  return rank(a) - rank(b);
}

// A tab that hangs must not hold a command beyond its end; one that was told to give up gets a moment to say what came of it.
function patiently<T>(reply: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => { setTimeout(() => { reject(new TabGone()); }, GRACE_MS); };
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
    reply.then(resolve, reject).finally(() => { signal.removeEventListener("abort", giveUp); });
  });
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(resolve, ms, undefined); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
