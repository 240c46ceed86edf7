import type { Outcome } from "../outcome";
import { RawJson, writeJson } from "../raw-json";

/** Is the plugin there? Needs no tab. */
export function ping(): Outcome {
  return { outcome: "done", data: new RawJson(writeJson({ pong: true, plugin_version: PLUGIN_VERSION })) };
}
