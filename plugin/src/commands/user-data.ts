import { accountOf, currentUser, userOf } from "../current-user";
import { Failure, type Outcome } from "../outcome";
import { findSite } from "../policy";
import { RawJson, writeJson } from "../raw-json";
import type { PageFacts } from "../tab-messages";
import type { Work } from "./work";

/** Who is signed in on the site: what the page shows and what the site says of its current user. */
export async function userData({ job, client, sessions }: Work): Promise<Outcome> {
  const { site } = job.command;
  await job.begin();
  const { response, stop } = await client.askWho(job, currentUser(site));
  if (stop) throw stop;
  if (response.code === "cancelled" || response.code === "timeout") {
    job.throwIfStopped();
    throw new Failure("timeout", response.error ?? "The site did not answer in time.");
  }
  const user = response.success ? userOf(response.data?.text) : undefined;
  if (!user) return { outcome: "done", results: [response] };
  const facts = await client.facts(job);
  const login = accountOf(user)?.login;
  sessions.saw(site, { signedIn: true, ...(login !== undefined && { login }) });
  return { outcome: "done", data: describe(user, facts, site) };
}

// The names that the contract promises come first; every further field of the site follows under its own name.
function describe(user: Map<string, string>, facts: PageFacts, site: string): RawJson {
  const raw = (name: string): RawJson => new RawJson(user.get(name) ?? "null");
  const { locale, currency } = findSite(site) ?? { locale: "", currency: "" };
  const anonId = facts.anonId === "" ? raw("anon_id") : facts.anonId;
  const promised: Record<string, unknown> = {
    user_id: raw("id"),
    login: raw("login"),
    email: raw("email"),
    anon_id: anonId,
    csrf_token: "token" in facts.csrf ? facts.csrf.token : new RawJson("null"),
    real_name: raw("real_name"),
    business_account: raw("business_account"),
    site,
    locale: user.has("iso_locale_code") ? raw("iso_locale_code") : locale,
    currency: user.has("currency") ? raw("currency") : currency,
  };
  const rest = Array.from(user).filter(([name]) => !Object.hasOwn(promised, name));
  return new RawJson(writeJson({ ...promised, ...Object.fromEntries(rest.map(([name, text]) => [name, new RawJson(text)])) }));
}
