import type { Accounts } from "../accounts";
import { Execution } from "../execution";
import type { Bodies } from "../bodies";
import type { Job } from "../job";
import type { Journal } from "../journal";
import type { Lanes } from "../lanes";
import { Failure, type Outcome } from "../outcome";
import type { Pairing } from "../pairings";
import { isGranted } from "../grants";
import { isWrite } from "../method";
import { findSite } from "../policy";
import { InvalidMessage, readRequests, type SiteRequest } from "../protocol";
import { checkRequest, MAX_REQUESTS } from "../request-check";
import type { Sessions } from "../session";
import { SiteClient } from "../site-client";
import type { Tabs } from "../tabs";
import type { Turns } from "../turns";
import { batch } from "./batch";
import { httpRequest } from "./http-request";
import { ping } from "./ping";
import { sequential } from "./sequential";
import { userData } from "./user-data";
import type { Work } from "./work";

/** What every command shares, whichever bridge sent it. */
export interface Tools {
  tabs: Tabs;
  sessions: Sessions;
  lanes: Lanes;
  accounts: Accounts;
  turns: Turns;
  /** Whether the seller paused the plugin. */
  paused: () => boolean;
}

/** Whose command it is. */
export interface Asker {
  pairing: Pairing;
  journal: Journal;
  bodies: Bodies;
  tools: Tools;
}

/** Every action there is; one that is not here is refused. */
const HANDLERS: Readonly<Record<string, (work: Work) => Promise<Outcome>>> = {
  GET_USER_DATA: userData,
  EXECUTE_HTTP_REQUEST: httpRequest,
  EXECUTE_BATCH_REQUESTS: batch,
  EXECUTE_SEQUENTIAL_REQUESTS: sequential,
};

/** Checks a command against the plugin's own rules, then runs it. */
export async function runCommand(job: Job, asker: Asker): Promise<Outcome> {
  const { action, site } = job.command;
  if (action === "PING") return ping();
  const handler = Object.hasOwn(HANDLERS, action) ? HANDLERS[action] : undefined;
  if (!handler) throw new Failure("invalid_request", `action: the plugin does not know ${action}.`);
  if (!findSite(site)) throw new Failure("not_allowed_by_policy", `site: ${site} is not one of the list.`);
  job.requests = action === "GET_USER_DATA" ? [] : await requestsOf(job, asker);
  job.write = job.requests.some((request) => isWrite(request.method));

  const { tabs, sessions, lanes, accounts } = asker.tools;
  const { browserId } = asker.pairing;
  const gate = async (): Promise<void> => {
    if (asker.tools.paused()) throw new Failure("lane_paused", "The seller paused the plugin in the browser.");
    lanes.check(site);
    accounts.check(browserId, site);
    if (!(await isGranted(site))) {
      throw new Failure("site_permission_missing", `The browser has not granted the plugin ${site}. Grant it in the plugin's window.`);
    }
  };
  await gate();
  const client = new SiteClient(site, browserId, tabs, sessions, lanes, accounts);
  const turn = (): Promise<void> => asker.tools.turns.take(`${site} ${job.write ? "write" : "read"}`, browserId, job.command.gap_ms, job.signal);
  const execution = new Execution(job, client, { journal: asker.journal, bodies: asker.bodies, gate, turn }, browserId);
  return await handler({ job, client, execution, sessions });
}

async function requestsOf(job: Job, { bodies, pairing }: Asker): Promise<SiteRequest[]> {
  const { command } = job;
  const requests = command.payload ? await payloadOf(job, bodies) : (command.requests ?? []);
  if (requests.length === 0) throw new Failure("invalid_request", "requests: at least one is due.");
  if (requests.length > MAX_REQUESTS) throw new Failure("invalid_request", `requests: at most ${String(MAX_REQUESTS)}.`);
  requests.forEach((request, index) => { checkRequest(request, `requests[${String(index)}]`, command.site, pairing.paths); });
  return requests;
}

async function payloadOf(job: Job, bodies: Bodies): Promise<SiteRequest[]> {
  const { payload } = job.command;
  if (!payload) return [];
  const text = await (await bodies.pull(payload, job.signal)).text();
  try {
    return readRequests(text);
  } catch (error) {
    if (error instanceof InvalidMessage) throw new Failure("invalid_request", `payload: ${error.message}`);
    throw error;
  }
}
