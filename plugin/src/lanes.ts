import { log } from "./log";
import { Failure } from "./outcome";
import { findSite } from "./policy";
import type { Message } from "./protocol";
import { readHolds, writeHolds, type Hold } from "./storage";

const CHALLENGE = "challenge";

interface HeldSite extends Omit<Hold, "told"> {
  /** The bridges that know of it: they said since then that their lane waits for the person. Of these a `running` ends the hold. */
  told: Set<string>;
}

/** Which sites are on hold because they asked for the person, and what each bridge says of its lanes. */
export class Lanes {
  readonly #holds = new Map<string, HeldSite>();
  readonly #notices = new Map<string, Map<string, Message<"lane">>>();

  constructor(private readonly changed: () => void) {}

  /** Takes up the holds that an earlier background left, of an earlier run of the browser too: the check stands until somebody says otherwise. */
  async restore(): Promise<void> {
    for (const [site, hold] of Object.entries(await readHolds())) this.#holds.set(site, { ...hold, told: new Set(hold.told) });
  }

  /** Nothing is sent to a site on hold. */
  check(site: string): void {
    const hold = this.#holds.get(site);
    if (hold) throw new Failure("challenge", hold.detail);
  }

  /** The site asked for the person. It holds at once; resolves when that is on the disk, too, for a bridge that is away may never hear of it. */
  async hold(site: string, sign: string): Promise<Failure> {
    const detail = `${site} answered with ${sign}. Look at the site in the browser, settle it, then say so in the plugin or on the bridge's page.`;
    if (!this.#holds.has(site)) this.#holds.set(site, { since: Date.now(), detail, told: new Set() });
    await this.#keep();
    return new Failure("challenge", detail);
  }

  /** The person says that it is settled. */
  settled(site: string): void {
    if (this.#holds.delete(site)) void this.#keep();
  }

  /** A bridge says how its lane stands. */
  notice(browserId: string, notice: Message<"lane">): void {
    // There are no lanes elsewhere, and what a bridge makes up would pile up here and in the popup.
    if (!findSite(notice.site)) return;
    this.#of(browserId).set(notice.site, notice);
    const hold = this.#holds.get(notice.site);
    if (hold && notice.code === CHALLENGE) hold.told.add(browserId);
    // That of a bridge that has not heard of it, or has another seller's lane there, is no word of the person.
    if (hold?.told.has(browserId) && notice.state === "running") this.#holds.delete(notice.site);
    if (hold) void this.#keep();
    else this.changed();
  }

  /** A new connection, on which the bridge says anew how its lanes stand; or the pairing is gone. */
  forget(browserId: string): void {
    this.#notices.delete(browserId);
  }

  holds(): ReadonlyMap<string, HeldSite> {
    return this.#holds;
  }

  /** The lanes of a bridge that stand still. */
  paused(browserId: string): Message<"lane">[] {
    return [...this.#of(browserId).values()].filter((notice) => notice.state !== "running");
  }

  /** Whether a site waits for the person's word, by what is known here or by what this bridge says. */
  awaitsPerson(browserId: string, site: string): boolean {
    return this.#holds.has(site) || this.#of(browserId).get(site)?.code === CHALLENGE;
  }

  #of(browserId: string): Map<string, Message<"lane">> {
    let notices = this.#notices.get(browserId);
    if (!notices) this.#notices.set(browserId, (notices = new Map<string, Message<"lane">>()));
    return notices;
  }

  async #keep(): Promise<void> {
    this.changed();
    const holds = Object.fromEntries(Array.from(this.#holds, ([site, { since, detail, told }]) => [site, { since, detail, told: [...told] }]));
    await writeHolds(holds).catch((error: unknown) => { log.warn("which sites are on hold could not be written", { detail: String(error) }); });
  }
}
