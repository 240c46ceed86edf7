/** What the plugin says in the browser's console: names and facts, never a secret, never a URL's query. */
type Facts = Record<string, string | number | boolean | undefined>;

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "(token)"],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "(e-mail)"],
  [/(https?:\/\/[^\s?#"']+)[?#][^\s"']*/g, "$1"],
  [/\b(csrf|token|cookie|session|password|authorization)(["'\s]*[:=]\s*["']?)[^\s"',;]+/gi, "$1$2(hidden)"],
];

// The patterns take a time that grows with the square of the text, and a bridge may send a megabyte.
const MOST_CHARS = 1_000;

/** A text with what could be a secret taken out, and what is too long for a line. */
export function redact(text: string): string {
  // Half a secret would pass as none.
  const short = text.length > MOST_CHARS ? text.slice(0, MOST_CHARS).replace(/\S*$/, "…") : text;
  return SECRETS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), short);
}

/** A URL's path, without what follows it. */
export function pathOf(url: string): string {
  return url.replace(/^https:\/\/[^/]*/, "").replace(/[?#].*$/s, "");
}

function line(facts: Facts): string {
  const known = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return known.map(([name, fact]) => `${name}=${typeof fact === "string" ? redact(fact) : String(fact)}`).join(" ");
}

export const log = {
  info(event: string, facts: Facts = {}): void {
    console.info(`[stoflow] ${event}`, line(facts));
  },
  warn(event: string, facts: Facts = {}): void {
    console.warn(`[stoflow] ${event}`, line(facts));
  },
};
