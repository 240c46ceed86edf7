import policy from "../../protocol/policy.json";
import { splitUrl, urlFault } from "./canonical-url";

/** Which hosts, methods and paths a command may touch: `protocol/policy.json`, read here and by the bridge. */
export interface Site {
  host: string;
  locale: string;
  currency: string;
}

export const SITES: readonly Site[] = policy.sites;
export const PATHS: readonly string[] = policy.paths;

const sites = new Map(SITES.map((site) => [site.host, site]));
const methods = new Set(policy.methods);

export const findSite = (host: string): Site | undefined => sites.get(host);
export const allowsMethod = (method: string): boolean => methods.has(method);

/** Every page of a site, in the form that the browser's permissions and tab queries take. */
export const originOf = (host: string): string => `https://${host}/*`;

/**
 * Those of the prefixes a bridge asks for that a seller can be asked about. Any other spelling (empty, the whole site, one that reads as
 * something else) is neither shown nor agreed to.
 */
export function askablePaths(prefixes: readonly string[]): string[] {
  return prefixes.filter((prefix) => /^\/[^?]+\/$/.test(prefix) && urlFault(`https://site${prefix}`) === null);
}

/** What is wrong with a URL for a person, or null when it passes. `morePaths`: prefixes that the operator added and the seller agreed to. */
export function refuseUrl(url: string, morePaths: readonly string[]): string | null {
  const fault = urlFault(url);
  if (fault !== null) return fault;
  const { host, path } = splitUrl(url);
  if (!sites.has(host)) return `the host is not a site of the list (${SITES[0]?.host ?? ""}, …)`;
  if ([...PATHS, ...morePaths].some((prefix) => path.startsWith(prefix))) return null;
  return `the path does not begin with ${PATHS.join(" or ")}`;
}
