import { log } from "./log";
import type { TabAsk, TabRequest, TabSays } from "./tab-messages";

/** The tab went away while it worked; whether the request reached the site is not known. */
export class TabGone extends Error {
  constructor() {
    super("The tab was closed or left the site while the request was in flight.");
  }
}

/**
 * A line to the content script of one page, open for as long as the page is. It costs about half of what single messages do, and its end
 * tells that the page is gone.
 */
export class TabLine {
  readonly #waiting = new Map<number, (says: TabSays | undefined) => void>();
  #last = 0;
  #open = true;
  #heardAt = -Infinity;

  private constructor(private readonly port: chrome.runtime.Port, closed: () => void) {
    port.onMessage.addListener((says: TabSays) => {
      // The greeting comes as the page begins to load; whether it gets on, its first answer tells.
      if (says.n > 0) this.#heardAt = performance.now();
      this.#settle(says.n, says);
    });
    port.onDisconnect.addListener(() => {
      log.info("the line to a tab ended", { detail: chrome.runtime.lastError?.message });
      this.#open = false;
      for (const n of [...this.#waiting.keys()]) this.#settle(n, undefined);
      closed();
    });
  }

  /** Resolves once the page has answered; undefined when it has no content script. */
  static async open(tabId: number, closed: () => void): Promise<TabLine | undefined> {
    try {
      const line = new TabLine(chrome.tabs.connect(tabId, { frameId: 0 }), closed);
      const greeting = await new Promise<TabSays | undefined>((resolve) => { line.#waiting.set(0, resolve); });
      return greeting && line;
    } catch {
      return undefined;
    }
  }

  /** How long ago the page last answered, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  /** Asks the page; `unreachable` when the line had ended before: then nothing was sent. {@link TabGone} when it ends without an answer. */
  async ask<T>(request: TabRequest): Promise<T | "unreachable"> {
    const n = ++this.#last;
    if (!this.#post({ n, request })) return "unreachable";
    const says = await new Promise<TabSays | undefined>((resolve) => { this.#waiting.set(n, resolve); });
    if (says?.reply === undefined) throw new TabGone();
    return says.reply as T;
  }

  /** Tells the page something that has no answer. */
  tell(request: TabRequest): void {
    this.#post({ n: ++this.#last, request });
  }

  #post(ask: TabAsk): boolean {
    if (!this.#open) return false;
    try {
      this.port.postMessage(ask);
      return true;
    } catch {
      return false;
    }
  }

  #settle(n: number, says: TabSays | undefined): void {
    this.#waiting.get(n)?.(says);
    this.#waiting.delete(n);
  }
}
