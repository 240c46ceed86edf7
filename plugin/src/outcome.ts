import type { RawJson } from "./raw-json";
import type { SiteResponse } from "./protocol";

/** Why there is no answer from the site; the words of `docs/errors.md` that a plugin can say. */
export type FailureCode =
  | "body_gone" | "challenge" | "csrf_missing" | "internal" | "invalid_request" | "lane_paused" | "no_site_tab" | "not_allowed_by_policy"
  | "not_signed_in" | "outcome_unknown" | "site_permission_missing" | "storage_unavailable" | "timeout";

/** How a command ended. `detail` is for a person and says what to do next. */
export interface Outcome {
  outcome: "done" | "failed" | "cancelled" | "expired" | "unknown";
  code?: FailureCode;
  detail?: string;
  data?: RawJson;
  results?: SiteResponse[];
}

/** Ends a command, or a request of it, before anything was done on the site. */
export class Failure extends Error {
  constructor(readonly code: FailureCode, readonly detail: string) {
    super(`${code}: ${detail}`);
  }
}

/** The entry of a request that got no answer. */
export function noAnswer(code: "timeout" | "network" | "outcome_unknown" | "cancelled" | "not_run", error: string, durationMs = 0): SiteResponse {
  return { success: false, status: 0, statusText: "", headers: {}, duration_ms: durationMs, error, code };
}

export const UNKNOWN_DETAIL = "A change was begun and its end is not known: look at the shop before repeating it.";
