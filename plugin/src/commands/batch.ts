import type { Outcome } from "../outcome";
import type { Work } from "./work";

/** Several requests, some at once; one failure never hides another. */
export async function batch({ job, execution }: Work): Promise<Outcome> {
  return await execution.run({ parallel: job.command.parallel, gapMs: job.command.gap_ms, strict: false });
}
