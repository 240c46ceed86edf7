import type { Execution } from "../execution";
import type { Job } from "../job";
import type { Sessions } from "../session";
import type { SiteClient } from "../site-client";

/** What a handler works with. */
export interface Work {
  job: Job;
  client: SiteClient;
  execution: Execution;
  sessions: Sessions;
}
