import type { Accounts } from "./accounts";
import { jsonOf, RATE_LIMITED, responseOf, textOf } from "./answer";
import { splitUrl } from "./canonical-url";
import { challengeIn } from "./challenge";
import { accountOf, currentUser, userOf } from "./current-user";
import type { Job } from "./job";
import type { Lanes } from "./lanes";
import { Failure, noAnswer, UNKNOWN_DETAIL } from "./outcome";
import { isWrite } from "./method";
import type { SiteRequest, SiteResponse } from "./protocol";
import { refreshUrl, type Sessions } from "./session";
import { TabGone } from "./tab-line";
import { OtherTab, type Tabs } from "./tabs";
import type { PageFacts, TabAnswer, TabFetch, TabLost, TabReading, TabReply } from "./tab-messages";
import { tabFetch } from "./tab-request";

const ACCESS_DENIED = 106;
const REFRESH_MS = 20_000;
const MOST_TABS = 4;

/** What became of a request. */
export interface Sent {
  response: SiteResponse;
  /** What the answer's JSON says, when it is JSON. */
  body?: unknown;
  /** Nothing more may be sent for this command, for this reason. */
  stop?: Failure;
}

interface Seen {
  reply: TabAnswer | TabLost;
  /** The tab that it was sent in. */
  tab: number;
  body?: unknown;
  stop?: Failure;
  /** The site would not say who is signed in, and this is what it said instead: the request itself was not sent. */
  unsent?: true;
}

/** One site, as seen from its tab: sends requests, renews the session and the token when the site asks for it, notices checks. */
export class SiteClient {
  #asking: Promise<Seen | undefined> | undefined;

  constructor(
    private readonly site: string,
    private readonly browserId: string,
    private readonly tabs: Tabs,
    private readonly sessions: Sessions,
    private readonly lanes: Lanes,
    private readonly accounts: Accounts,
  ) {}

  /** Sends one request; throws {@link Failure} when nothing was sent. */
  async send(job: Job, request: SiteRequest, files: readonly Blob[] = []): Promise<Sent> {
    // Without cookies it is nobody's.
    const anyone = request.credentials === "omit";
    return await sentOf(await this.#request(job, request, files, anyone), isWrite(request.method), job);
  }

  /** Sends the request that asks who is signed in; fails when it is not whom the commands are for. */
  async askWho(job: Job, request: SiteRequest): Promise<Sent> {
    const seen = await this.#request(job, request, [], true);
    this.#meet(seen);
    return await sentOf(seen, false, job);
  }

  async #request(job: Job, request: SiteRequest, files: readonly Blob[], anyone = false): Promise<Seen> {
    const write = isWrite(request.method);
    const visitor = !anyone ? "same" : request.credentials === "omit" ? undefined : "asked";
    const attempt = (): Promise<Seen> => this.#exchange(job, () => ({ ...tabFetch(request, files, job.leftMs), ...(visitor && { visitor }) }), write, anyone);
    const signedIn = request.credentials === "omit" ? attempt : (): Promise<Seen> => this.#inSession(attempt);
    const seen = await signedIn();
    // Refused for its token: nothing was done, so the same request may go out once more with the token of today's page.
    return isAccessDenied(seen) && !seen.unsent && (await this.#hasOtherToken(seen.reply.token, job.signal)) ? await signedIn() : seen;
  }

  // Once more in a renewed session, where the site says that it has run out.
  async #inSession(attempt: () => Promise<Seen>): Promise<Seen> {
    const generation = this.sessions.generation(this.site);
    let seen = await attempt();
    if (!answered(seen, 401) || seen.unsent) return seen;
    const renewal = await this.sessions.renew(this.site, generation, () => this.#refresh());
    if (renewal === "renewed") seen = await attempt();
    if (answered(seen, 401) && renewal !== "unclear") {
      this.sessions.died(this.site);
      this.accounts.leftSite(this.site);
      seen.stop = new Failure("not_signed_in", `${this.site} says that nobody is signed in. Sign in there in the browser.`);
    }
    return seen;
  }

  /** What the page in the tab says of itself. */
  async facts(job: Job): Promise<PageFacts> {
    const reading = await this.tabs.ask<TabReading>(this.site, { kind: "read", fresh: false }, job.signal).catch((error: unknown) => {
      throw error instanceof TabGone ? new Failure("no_site_tab", error.message) : error;
    });
    if (reading.kind !== "page") throw new Failure("no_site_tab", `The tab of ${this.site} could not be read.`);
    return reading.facts;
  }

  /** Whether the site answers anything at all. */
  async reaches(signal: AbortSignal): Promise<boolean> {
    try {
      const reading = await this.#read(signal);
      return reading.kind !== "lost" || reading.why === "redirect";
    } catch (error) {
      if (error instanceof Failure && error.code === "no_site_tab") return false;
      throw error;
    }
  }

  // One fetch in a tab, in another tab if the first did not run it.
  async #exchange(job: Job, make: () => TabFetch, write: boolean, anyone: boolean): Promise<Seen> {
    let readAgain = false;
    let lostBefore = false;
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      const tab = anyone ? await this.tabs.choose(this.site, job.signal) : await this.#demandAccount(job);
      if (typeof tab === "object") return tab;
      this.lanes.check(this.site);
      this.accounts.check(this.browserId, this.site);
      job.throwIfStopped();
      const fetch = make();
      const reply = await this.#inTab(fetch, job.signal, tab);
      if (reply === "other_tab") continue;
      if (reply.kind === "lost" && reply.why === "gone" && !write && !lostBefore) lostBefore = true;
      else if (reply.kind !== "refused") return await this.#look(reply, fetch.url, tab);
      else if (reply.code === "wrong_page") this.tabs.forget(this.site);
      else if (reply.code === "other_visitor") this.accounts.leftSite(this.site);
      else if (reply.code === "new_page" || reply.code === "too_late") continue;
      else if (readAgain) throw this.#noToken(reply.detail);
      else {
        readAgain = true;
        await this.#read(job.signal);
      }
    }
    throw new Failure("no_site_tab", `No tab stays on ${this.site} long enough. Open one and leave it open.`);
  }

  // The tab in which the right one is signed in. Where that is in doubt the site is asked, once for all requests that wait for it; what it said when it
  // would not tell.
  async #demandAccount(job: Job): Promise<number | Seen> {
    for (;;) {
      const tab = await this.tabs.choose(this.site, job.signal);
      if (this.accounts.isSure(this.browserId, this.site, tab)) return tab;
      this.#asking ??= this.#ask(job).finally(() => { this.#asking = undefined; });
      const refusal = await this.#asking;
      if (refusal) return refusal;
    }
  }

  async #ask(job: Job): Promise<Seen | undefined> {
    const seen = await this.#request(job, currentUser(this.site), [], true);
    if (this.#meet(seen)) return undefined;
    if (answered(seen, 200)) throw new Failure("not_signed_in", `${this.site} does not say who is signed in. Sign in there in the browser.`);
    return { ...seen, unsent: true };
  }

  #meet(seen: Seen): boolean {
    const account = answered(seen, 200) && seen.body !== undefined ? accountOf(userOf(textOf(seen.reply))) : undefined;
    if (!account) return false;
    // A session that had died is alive again, and its next end can be mended.
    this.sessions.saw(this.site, { signedIn: true, ...(account.login !== undefined && { login: account.login }) });
    this.accounts.met(this.browserId, this.site, seen.tab, account);
    return true;
  }

  async #inTab(fetch: TabFetch, signal: AbortSignal, tab: number): Promise<TabReply | "other_tab"> {
    const abort = (): void => { this.tabs.abort(this.site, fetch.id); };
    signal.addEventListener("abort", abort, { once: true });
    try {
      const reply = await this.tabs.ask<TabReply>(this.site, fetch, signal, { once: isWrite(fetch.method), only: tab });
      const cutShort = reply.kind === "lost" && reply.why === "network" && (await this.tabs.isLeaving(this.site));
      return cutShort ? { ...reply, why: "gone" } : reply;
    } catch (error) {
      if (error instanceof OtherTab) return "other_tab";
      if (!(error instanceof TabGone)) throw error;
      return { kind: "lost", why: "gone", detail: error.message, durationMs: 0 };
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  // The page's HTML once more, for the token that the tab does not show or no longer shows.
  async #read(signal: AbortSignal): Promise<TabReading> {
    this.lanes.check(this.site);
    const reading = await this.tabs.ask<TabReading>(this.site, { kind: "read", fresh: true }, signal).catch((error: unknown) => {
      if (!(error instanceof TabGone)) throw error;
      return null;
    });
    if (reading === null) return { kind: "lost", why: "gone", detail: "", durationMs: 0 };
    if (reading.kind === "answer") {
      const stop = await this.#stopIn(reading, jsonOf(reading), `https://${this.site}/`);
      if (stop) throw stop;
    }
    return reading;
  }

  async #hasOtherToken(used: string | undefined, signal: AbortSignal): Promise<boolean> {
    if (used === undefined || this.sessions.wasRefusedAnyway(this.site, used) || this.lanes.holds().has(this.site)) return false;
    const reading = await this.#read(signal);
    if (reading.kind !== "page") return false;
    const { csrf } = reading.facts;
    if ("missing" in csrf) throw this.#noToken(csrf.missing);
    const { token } = csrf;
    if (token === used) this.sessions.refusedAnyway(this.site, token);
    return token !== used;
  }

  #noToken(detail: string): Failure {
    return new Failure("csrf_missing", `${detail} Open ${this.site} in the browser and look at it.`);
  }

  async #refresh(): Promise<TabAnswer | null> {
    const signal = AbortSignal.timeout(REFRESH_MS);
    const url = refreshUrl(this.site);
    const ask = async (): Promise<Seen | null> => {
      this.lanes.check(this.site);
      const fetch: TabFetch = {
        kind: "fetch", id: crypto.randomUUID(), url, method: "POST", headers: {}, credentials: "include", timeoutMs: REFRESH_MS, notAfter: Date.now() + REFRESH_MS,
      };
      const tab = await this.tabs.choose(this.site, signal);
      const reply = await this.#inTab(fetch, signal, tab);
      if (reply === "other_tab" || reply.kind === "refused") return null;
      const seen = await this.#look(reply, url, tab);
      if (seen.stop) throw seen.stop;
      return seen;
    };
    let seen = await ask();
    if (seen && isAccessDenied(seen) && (await this.#hasOtherToken(seen.reply.token, signal))) seen = await ask();
    return seen?.reply.kind === "answer" ? seen.reply : null;
  }

  async #look(reply: TabAnswer | TabLost, url: string, tab: number): Promise<Seen> {
    if (reply.kind === "lost") return { reply, tab };
    const body = jsonOf(reply);
    const stop = await this.#stopIn(reply, body, url);
    return { reply, tab, body, ...(stop && { stop }) };
  }

  async #stopIn(reply: TabAnswer, body: unknown, url: string): Promise<Failure | undefined> {
    const sign = challengeIn(reply, body, splitUrl(url).path.startsWith("/api/"));
    return sign === null ? undefined : await this.lanes.hold(this.site, sign);
  }
}

function answered(seen: Seen, status: number): seen is Seen & { reply: TabAnswer } {
  return !seen.stop && seen.reply.kind === "answer" && seen.reply.status === status;
}

function isAccessDenied(seen: Seen): seen is Seen & { reply: TabAnswer } {
  const body = seen.body as { code?: unknown; message_code?: unknown } | null | undefined;
  return answered(seen, 403) && body?.code === ACCESS_DENIED && body.message_code !== RATE_LIMITED;
}

async function sentOf({ reply, body, stop, unsent }: Seen, write: boolean, job: Job): Promise<Sent> {
  if (reply.kind === "answer") {
    const response = await responseOf(reply, body);
    return stop ? { response: { ...response, success: false, error: stop.detail, code: stop.code }, stop } : { response, body };
  }
  const { why, detail, durationMs } = reply;
  if (write && !unsent) return { response: noAnswer("outcome_unknown", `${UNKNOWN_DETAIL} (${detail})`, durationMs) };
  if (why === "aborted") return { response: noAnswer(job.stopped === "cancel" ? "cancelled" : "timeout", "The request was given up.", durationMs) };
  if (why === "timeout") return { response: noAnswer("timeout", "The site did not answer in time.", durationMs) };
  return { response: noAnswer("network", detail, durationMs) };
}
