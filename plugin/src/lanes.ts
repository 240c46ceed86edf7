import { Failure } from "./outcome";
import type { Message } from "./protocol";
import { readHolds, writeHolds, type Hold } from "./storage";

interface HeldSite extends Hold {
  /** A bridge said since then that its lane is paused; its next `running` ends the hold. */
  paused: boolean;
}

/** Which sites are on hold because they asked for the person, and what each bridge says of its lanes. */
export class Lanes {
  readonly #holds = new Map<string, HeldSite>();
  readonly #notices = new Map<string, Map<string, Message<"lane">>>();

  constructor(private readonly changed: () => void) {}

  /** Takes up the holds that an earlier background of this browser run left. */
  async restore(): Promise<void> {
    for (const [site, hold] of Object.entries(await readHolds())) this.#holds.set(site, { ...hold, paused: true });
  }

  /** Nothing is sent to a site on hold. */
  check(site: string): void {
    const hold = this.#holds.get(site);
    if (hold) throw new Failure("challenge", hold.detail);
  }

  /** The site asked for the person. */
  hold(site: string, sign: string): Failure {
    const detail = `${site} answered with ${sign}. Look at the site in the browser, settle it, then say so in the plugin or on the bridge's page.`;
    if (!this.#holds.has(site)) this.#holds.set(site, { since: Date.now(), detail, paused: false });
    this.#keep();
    return new Failure("challenge", detail);
  }

  /** The person says that it is settled. */
  settled(site: string): void {
    if (this.#holds.delete(site)) this.#keep();
  }

  /** A bridge says how its lane stands. */
  notice(browserId: string, notice: Message<"lane">): void {
    this.#of(browserId).set(notice.site, notice);
    const hold = this.#holds.get(notice.site);
    if (hold && notice.state === "paused") hold.paused = true;
    if (hold?.paused && notice.state === "running") this.#holds.delete(notice.site);
    this.#keep();
  }

  /** A new connection: what the bridge says from now on is later than any hold that was reported to it. */
  connected(browserId: string): void {
    this.#notices.delete(browserId);
    for (const hold of this.#holds.values()) hold.paused = true;
  }

  forget(browserId: string): void {
    this.#notices.delete(browserId);
  }

  holds(): ReadonlyMap<string, Hold> {
    return this.#holds;
  }

  /** The lanes of a bridge that stand still. */
  paused(browserId: string): Message<"lane">[] {
    return [...this.#of(browserId).values()].filter((notice) => notice.state !== "running");
  }

  #of(browserId: string): Map<string, Message<"lane">> {
    let notices = this.#notices.get(browserId);
    if (!notices) this.#notices.set(browserId, (notices = new Map<string, Message<"lane">>()));
    return notices;
  }

  #keep(): void {
    const holds = Object.fromEntries(Array.from(this.#holds, ([site, { since, detail }]) => [site, { since, detail }]));
    void writeHolds(holds);
    this.changed();
  }
}
