import { splitUrl } from "./canonical-url";
import type { TabAnswer } from "./tab-messages";

const TOKEN_MS = 15_000;

/** What is known of who is signed in on a site. */
export interface SignIn {
  signedIn?: boolean;
  login?: string;
}

/** `renewed`: the request may go out once more; `dead`: the person must sign in; else the refresh itself got no clear answer. */
export type Renewal = "renewed" | "dead" | "unclear";

/**
 * The site's sessions. When one has run out, one refresh is made for all the requests that met it: its token is good for a single use.
 * A session that is dead stays so until the site shows a signed-in page or answer again.
 */
export class Sessions {
  readonly #signIns = new Map<string, SignIn>();
  readonly #generations = new Map<string, number>();
  readonly #refreshing = new Map<string, Promise<Renewal>>();
  readonly #dead = new Set<string>();
  readonly #refused = new Map<string, { token: string; at: number }>();

  constructor(private readonly changed: () => void) {}

  signIn(site: string): SignIn {
    return this.#signIns.get(site) ?? {};
  }

  /** A page or an answer shows who is there. */
  saw(site: string, signIn: SignIn): void {
    if (signIn.signedIn) this.#dead.delete(site);
    const known = this.#signIns.get(site);
    if (known?.signedIn === signIn.signedIn && known?.login === signIn.login) return;
    this.#signIns.set(site, signIn);
    this.changed();
  }

  /** A request was refused, and the page, loaded anew, shows the token that it had. */
  refusedAnyway(site: string, token: string): void {
    this.#refused.set(site, { token, at: performance.now() });
  }

  /** Whether that was a moment ago: then the next refusal, too, has another reason, and the page need not be loaded for each. */
  wasRefusedAnyway(site: string, token: string): boolean {
    const seen = this.#refused.get(site);
    return seen?.token === token && performance.now() - seen.at < TOKEN_MS;
  }

  /** Remembered by a request when it leaves, so that it can tell later whether a refresh came in between. */
  generation(site: string): number {
    return this.#generations.get(site) ?? 0;
  }

  /** A request of this generation was answered 401. `refresh` sends the one request that renews the session. */
  async renew(site: string, generation: number, refresh: () => Promise<TabAnswer | null>): Promise<Renewal> {
    if (this.generation(site) !== generation) return "renewed";
    if (this.#dead.has(site)) return "dead";
    let shared = this.#refreshing.get(site);
    if (!shared) {
      shared = this.#refresh(site, refresh).finally(() => this.#refreshing.delete(site));
      this.#refreshing.set(site, shared);
    }
    return await shared;
  }

  /** The site refuses this browser's session for good. */
  died(site: string): void {
    this.#dead.add(site);
    this.saw(site, { signedIn: false });
  }

  async #refresh(site: string, refresh: () => Promise<TabAnswer | null>): Promise<Renewal> {
    const answer = await refresh();
    if (answer && answer.status >= 200 && answer.status < 300) {
      this.#generations.set(site, this.generation(site) + 1);
      return "renewed";
    }
    if (answer?.status !== 400 && answer?.status !== 401) return "unclear";
    this.died(site);
    return "dead";
  }
}

/** Where a site renews its session. */
export const refreshUrl = (site: string): string => `https://${site}/web/api/auth/refresh`;

/** The session's own paths are never the caller's affair, whatever the operator added to the list. */
export const isSessionPath = (url: string): boolean => splitUrl(url).path.startsWith("/web/api/auth/");
