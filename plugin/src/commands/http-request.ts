import { Failure, type Outcome } from "../outcome";
import type { Work } from "./work";

/** One request. */
export async function httpRequest({ job, execution }: Work): Promise<Outcome> {
  if (job.requests.length !== 1) throw new Failure("invalid_request", "requests: exactly one is due.");
  return await execution.run({ parallel: 1, gapMs: 0, strict: false });
}
