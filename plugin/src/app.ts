import { Accounts } from "./accounts";
import { Activity } from "./activity";
import { Database } from "./database";
import { Journal } from "./journal";
import { keepAlarm, keepAwake } from "./keepalive";
import { Lanes } from "./lanes";
import { Link, type LinkParts } from "./link";
import { log } from "./log";
import { Failure } from "./outcome";
import { PairingDesk } from "./pairing";
import { Pairings, type Pairing } from "./pairings";
import type { SiteStatus } from "./protocol";
import { Sessions } from "./session";
import { siteStates } from "./status";
import { readPaused, writePaused } from "./storage";
import type { PageFacts } from "./tab-messages";
import { Tabs } from "./tabs";
import { sleep } from "./time";
import { Turns } from "./turns";
import { Update, type Busy } from "./update";
import { showBadge } from "./badge";

const SETTLE_MS = 150;
const LINGER_MS = 1_000;
const AGAIN_MS = 1_000;
/** Half a minute in all; then it is for the seller to make room and say it once more. */
const TRIES = 6;

/** Everything that lives in the background, put together once it has read what an earlier background left. */
export class App {
  readonly lanes = new Lanes(() => { this.changed(); });
  readonly accounts = new Accounts((browserId) => { this.links.get(browserId)?.tellStops(); }, () => { this.changed(); });
  readonly tabs = new Tabs((site) => this.accounts.meant(site));
  readonly sessions = new Sessions(() => { this.changed(); });
  readonly desk = new PairingDesk(() => this.pairings.rehearse(), (pairing) => this.#paired(pairing), () => { this.changed(); });
  readonly links = new Map<string, Link>();
  readonly #turns = new Turns();
  readonly update = new Update(() => this.#busy(), () => this.activity.settled());
  #changing: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #workedAt = -Infinity;
  /** Bridges that the seller disconnected and the disk refuses to forget. */
  readonly left = new Map<string, Pairing>();

  private constructor(
    readonly activity: Activity,
    private readonly pairings: Pairings,
    private readonly journal: Journal,
    public paused: boolean,
  ) {}

  static async start(): Promise<App> {
    const db = new Database();
    const pairings = new Pairings(db);
    const [journal, paused, known] = await Promise.all([Journal.open(db), readPaused(), pairings.all()]);
    const app = new App(new Activity(db), pairings, journal, paused);
    await Promise.all([app.lanes.restore(), app.accounts.restore()]);
    for (const pairing of known) app.#link(pairing);
    app.changed();
    void app.#welcomeBack(known);
    return app;
  }

  /** A page of a site shows who is there. One without a token, such as an error page, does not: somebody may have signed in before it, so it leaves a doubt. */
  sawPage(site: string, tab: number, facts: PageFacts): void {
    if (!("token" in facts.csrf)) {
      this.accounts.saw(site, tab, undefined);
      return;
    }
    const login = facts.login ? { login: facts.login } : {};
    this.sessions.saw(site, { signedIn: facts.userId !== null, ...login });
    this.accounts.saw(site, tab, facts.userId === null ? undefined : { id: facts.userId, ...login });
  }

  /** Something that bridges or the popup should know has changed; told once it has settled. */
  changed(): void {
    this.#changing ??= setTimeout(() => {
      this.#changing = undefined;
      void this.#tell();
    }, SETTLE_MS);
  }

  /** The seller pauses or resumes everything. */
  async pauseAll(paused: boolean): Promise<void> {
    this.paused = paused;
    for (const link of this.links.values()) {
      if (paused) link.askLane("pause");
      else link.resumeLanes();
    }
    this.changed();
    // Last, for a full disk must not keep the bridges from hearing it.
    await writePaused(paused);
  }

  /** The seller says that a site's check is settled, or that whoever is signed in there is the right one. */
  settle(site: string): void {
    this.lanes.settled(site);
    this.accounts.settled(site);
    for (const link of this.links.values()) link.askLane("resume", site);
  }

  async unpair(browserId: string): Promise<void> {
    const link = this.links.get(browserId);
    link?.stop();
    this.links.delete(browserId);
    this.lanes.forget(browserId);
    this.accounts.forget(browserId);
    this.changed();
    await this.#forget(browserId, link?.pairing);
    this.changed();
  }

  siteStates(): Promise<SiteStatus[]> {
    return siteStates(this.tabs, this.sessions);
  }

  // A disk that refuses now may take it later. Left to the next background, the bridge that the seller sent away would be back.
  async #forget(browserId: string, pairing: Pairing | undefined): Promise<void> {
    for (let n = 0; n < TRIES; n++) {
      if (n > 0) await sleep(AGAIN_MS * 2 ** (n - 1));
      try {
        await this.pairings.remove(browserId);
        await this.journal.forgetBrowser(browserId);
        this.left.delete(browserId);
        return;
      } catch (error) {
        log.warn("a pairing that ended could not be forgotten", { detail: String(error) });
        if (pairing) this.left.set(browserId, pairing);
        this.changed();
      }
    }
  }

  // What an earlier background knew or left behind.
  async #welcomeBack(known: readonly Pairing[]): Promise<void> {
    const gone = this.journal.browsers().filter((id) => !known.some(({ browserId }) => browserId === id));
    for (const browserId of gone) await this.journal.forgetBrowser(browserId);
    for (const { site, tab, facts } of await this.tabs.openPages()) this.sawPage(site, tab, facts);
  }

  async #paired(pairing: Pairing): Promise<void> {
    // The journal goes by this id: a bridge that gives another one's would hear, and have forgotten, what that one ran.
    if (this.links.has(pairing.browserId)) throw new Failure("internal", "The bridge gave this browser an id that another one has given.");
    await this.pairings.put(pairing);
    this.#link(pairing);
  }

  #link(pairing: Pairing): void {
    const parts: LinkParts = {
      journal: this.journal,
      activity: this.activity,
      pairings: this.pairings,
      tools: { tabs: this.tabs, sessions: this.sessions, lanes: this.lanes, accounts: this.accounts, turns: this.#turns, paused: () => this.paused },
      status: async () => ({ paused: this.paused, sites: await this.siteStates() }),
      changed: () => { this.changed(); },
      worked: () => { this.#worked(); },
    };
    const link = new Link(pairing, parts);
    this.links.set(pairing.browserId, link);
    link.start();
  }

  async #tell(): Promise<void> {
    const links = [...this.links.values()];
    this.#look();
    await Promise.all([keepAlarm(links.length > 0), ...links.map((link) => link.sendStatus())]);
  }

  // A command began or ended: that must cost next to nothing, and the sign must not flicker with short ones.
  #worked(): void {
    this.#workedAt = performance.now();
    void this.update.look();
    this.#lookSoon(SETTLE_MS);
  }

  #busy(): Busy {
    const links = [...this.links.values()];
    // The next background would have back what the disk refuses to forget.
    if (this.left.size > 0 || links.some(({ runner }) => runner.busy === "change")) return "change";
    return links.some(({ runner, hasAsks }) => runner.busy ?? hasAsks) || ["asking", "offered", "confirming"].includes(this.desk.step.step) ? "other" : undefined;
  }

  #lookSoon(ms: number): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      if (this.#look()) this.#lookSoon(LINGER_MS);
    }, ms);
  }

  // Shows how it stands; true while something runs or has just run.
  #look(): boolean {
    const links = [...this.links.values()];
    const connected = links.some((link) => link.connection.state.kind === "connected");
    const running = links.some(({ runner }) => runner.running > 0) || performance.now() - this.#workedAt < LINGER_MS;
    const checked = (link: Link): boolean => this.lanes.paused(link.pairing.browserId).some(({ code }) => code === "challenge");
    const held = this.lanes.holds().size > 0 || links.some(checked);
    const otherAccount = links.some(({ pairing }) => this.accounts.mismatches(pairing.browserId).length > 0);
    // An offer ends with the background, and the seller may be looking elsewhere before they say yes.
    // What they said of a lane ends with it, too.
    keepAwake(connected || running || this.left.size > 0 || this.desk.step.step === "offered" || links.some((link) => link.hasAsks));
    void showBadge({ paired: links.length + this.left.size > 0, connected, running, paused: this.paused, held, otherAccount });
    return running;
  }
}
