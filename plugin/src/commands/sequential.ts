import type { Outcome } from "../outcome";
import type { Work } from "./work";

/** Several requests in order, up to the first that does not succeed. */
export async function sequential({ job, execution }: Work): Promise<Outcome> {
  return await execution.run({ parallel: 1, gapMs: job.command.gap_ms, strict: true });
}
