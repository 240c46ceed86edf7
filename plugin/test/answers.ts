import type { TabAnswer } from "../src/tab-messages";

/** A body as a tab hands it over: text as text, what says that it is JSON, or nothing, as bytes. */
export function bodyOf(type: string, text: string): Pick<TabAnswer, "text" | "json"> {
  return type.startsWith("text/") ? { text } : { json: new TextEncoder().encode(text) };
}
