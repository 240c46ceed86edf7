import type { Account } from "./accounts";
import { membersOf } from "./json-scan";
import type { SiteRequest } from "./protocol";

/** What asks the site who is signed in. */
export const currentUser = (site: string): SiteRequest =>
  ({ url: `https://${site}/api/v2/users/current`, method: "GET", credentials: "include", content_type: "json" });

/** The fields of the user in the site's answer, as it wrote them; undefined when there is none. */
export function userOf(text: string | undefined): Map<string, string> | undefined {
  const user = text?.startsWith("{") ? membersOf(text).get("user") : undefined;
  return user?.startsWith("{") ? membersOf(user) : undefined;
}

/** Who that is; undefined when the answer does not say it. */
export function accountOf(user: Map<string, string> | undefined): Account | undefined {
  // An id is a number of any length, or a text.
  const id = user?.get("id")?.replace(/^"|"$/g, "") ?? "";
  const login: unknown = JSON.parse(user?.get("login") ?? "null");
  return /^\d+$/.test(id) ? { id, ...(typeof login === "string" && { login }) } : undefined;
}
