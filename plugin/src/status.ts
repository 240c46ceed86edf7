import { originOf, SITES } from "./policy";
import type { SiteStatus } from "./protocol";
import type { Sessions } from "./session";
import type { Tabs } from "./tabs";

/** How this browser stands with the sites: those with a tab, those that were seen signed in or out, and the list's first. */
export async function siteStates(tabs: Tabs, sessions: Sessions): Promise<SiteStatus[]> {
  const [granted, open] = await Promise.all([chrome.permissions.getAll(), tabs.openSites()]);
  const origins = new Set(granted.origins ?? []);
  return SITES.filter(({ host }, index) => index === 0 || open.has(host) || sessions.signIn(host).signedIn !== undefined).map(({ host }) => {
    const { signedIn, login } = sessions.signIn(host);
    return {
      site: host,
      tab: open.has(host) ? "open" : "none",
      permission: origins.has(originOf(host)),
      signed_in: signedIn,
      login,
    };
  });
}
