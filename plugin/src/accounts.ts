import { log } from "./log";
import { Failure } from "./outcome";
import type { Message } from "./protocol";
import { readAccounts, writeAccounts, type KnownAccount } from "./storage";

/** Somebody who is signed in on a site. */
export interface Account {
  id: string;
  login?: string;
}

/** A lane that stands still because somebody else is signed in. */
export interface Mismatch {
  site: string;
  /** Whose commands they were. */
  meant: string;
  /** Who is signed in. */
  found: string;
}

/**
 * Whom a bridge's commands are for, on each site: whoever was signed in at the first one. When somebody else is, nothing more goes out until
 * the person, or the bridge's operator, says go on. Pages only raise doubt, for one may be old or of another container; the site's own word settles it,
 * for the tab in which it was given and for no other.
 */
export class Accounts {
  readonly #known = new Map<string, KnownAccount>();
  /** The lanes in which nothing was seen since the site said that it is the right one, and the tab in which it said so. */
  readonly #sure = new Map<string, number>();
  /** Whom the pages show, by site and tab. */
  readonly #seen = new Map<string, Map<number, Account>>();

  /** @param stopped A lane stands still from now on; its bridge must hear of it. */
  constructor(private readonly stopped: (browserId: string, site: string, detail: string) => void, private readonly changed: () => void) {}

  /** Takes up what an earlier background knew; nothing is sure after the browser or the plugin was away. */
  async restore(): Promise<void> {
    const { known, sure } = await readAccounts();
    for (const [key, account] of Object.entries(known)) this.#known.set(key, account);
    for (const [key, tab] of Object.entries(sure)) this.#sure.set(key, tab);
  }

  /** The page in a tab shows this visitor; nobody when it shows none. */
  saw(site: string, tab: number, account: Account | undefined): void {
    const seen = this.#seen.get(site) ?? new Map<number, Account>();
    if (account) this.#seen.set(site, seen.set(tab, account));
    else seen.delete(tab);
    this.#doubt(site, account);
  }

  /** The site says that nobody is signed in: whoever comes next may be somebody else. */
  leftSite(site: string): void {
    this.#seen.delete(site);
    this.#doubt(site);
  }

  /** Whom the commands on a site are for; a tab whose page shows another is not the one to ask. */
  meant(site: string): ReadonlySet<string> {
    return new Set(this.#lanes(site).flatMap(([, { id }]) => id ?? []));
  }

  #doubt(site: string, account?: Account): void {
    const doubted = this.#lanes(site).filter(([key, { id }]) => id !== account?.id && this.#sure.delete(key));
    if (doubted.length > 0) this.#keep();
  }

  /** Nothing goes out for somebody else. */
  check(browserId: string, site: string): void {
    const known = this.#known.get(keyOf(browserId, site));
    if (known?.found !== undefined) throw new Failure("lane_paused", detailOf(site, known));
  }

  /** Whether a command may go out in this tab without asking the site who is there. The first one decides whose they are. */
  isSure(browserId: string, site: string, tab: number): boolean {
    const key = keyOf(browserId, site);
    if (this.#known.has(key)) return this.#sure.get(key) === tab;
    const seen = this.#seen.get(site)?.get(tab);
    if (seen) this.#bind(key, tab, seen);
    return true;
  }

  /** The site says in a tab who is signed in; fails when it is not whom the commands are for. */
  met(browserId: string, site: string, tab: number, account: Account): void {
    const key = keyOf(browserId, site);
    const known = this.#known.get(key);
    if (known?.id === undefined) this.#bind(key, tab, account);
    else if (known.id !== account.id) this.#stop(browserId, site, { ...known, found: account.login ?? account.id });
    else if (this.#sure.get(key) !== tab) {
      this.#sure.set(key, tab);
      this.#keep();
    }
    this.check(browserId, site);
  }

  /** The person says go on: from now on the commands are for whoever the site says is there. */
  settled(site: string): void {
    for (const [key, { found }] of this.#lanes(site)) if (found !== undefined) this.#letGo(key);
  }

  /** A bridge says how its lane stands: once it has heard of the stop, `running` is somebody's word to go on. */
  notice(browserId: string, { site, state, code }: Message<"lane">): void {
    const key = keyOf(browserId, site);
    const known = this.#known.get(key);
    if (known?.found === undefined) return;
    if (state === "running" && known.told) this.#letGo(key);
    else if (state !== "running" && !known.told && (code === "lane_paused" || code === "challenge")) {
      this.#known.set(key, { ...known, told: true });
      this.#keep();
    }
  }

  /** The stops that a bridge has not heard of. */
  untold(browserId: string): { site: string; detail: string }[] {
    return this.#stops(browserId).filter(([, { told }]) => !told).map(([site, known]) => ({ site, detail: detailOf(site, known) }));
  }

  /** The lanes of a bridge that stand still. */
  mismatches(browserId: string): Mismatch[] {
    return this.#stops(browserId).map(([site, known]) => ({ site, meant: nameOf(known), found: known.found ?? "" }));
  }

  /** The pairing is gone. */
  forget(browserId: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${browserId} `)) this.#known.delete(key);
    this.#keep();
  }

  #bind(key: string, tab: number, { id, login }: Account): void {
    this.#known.set(key, { id, ...(login !== undefined && { login }) });
    this.#sure.set(key, tab);
    this.#keep();
  }

  #stop(browserId: string, site: string, known: KnownAccount): void {
    this.#known.set(keyOf(browserId, site), known);
    this.#sure.delete(keyOf(browserId, site));
    this.#keep();
    this.stopped(browserId, site, detailOf(site, known));
    this.changed();
  }

  #letGo(key: string): void {
    this.#known.set(key, {});
    this.#sure.delete(key);
    this.#keep();
    this.changed();
  }

  #lanes(site: string): [string, KnownAccount][] {
    return [...this.#known].filter(([key]) => key.endsWith(` ${site}`));
  }

  #stops(browserId: string): [string, KnownAccount][] {
    return [...this.#known].filter(([key, { found }]) => found !== undefined && key.startsWith(`${browserId} `))
      .map(([key, known]) => [key.slice(browserId.length + 1), known]);
  }

  #keep(): void {
    const sure = [...this.#sure].filter(([key]) => this.#known.has(key));
    writeAccounts({ known: Object.fromEntries(this.#known), sure: Object.fromEntries(sure) }).catch((error: unknown) => {
      log.warn("whom the commands are for could not be written", { detail: String(error) });
    });
  }
}

const keyOf = (browserId: string, site: string): string => `${browserId} ${site}`;

const nameOf = ({ id, login }: KnownAccount): string => login ?? id ?? "";

function detailOf(site: string, known: KnownAccount): string {
  return `${known.found ?? ""} is signed in on ${site}, and the commands were for ${nameOf(known)}. Sign in there as ${nameOf(known)} again, or stay; `
    + "then resume in the plugin or on the bridge's page: what waits and what comes then goes to whoever is signed in.";
}
