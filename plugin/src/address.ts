const LOOPBACK = new Set(["127.0.0.1", "localhost"]);

/** The bridge's address as the seller typed it, in one form: `http://127.0.0.1:8000`. Null when it is none. */
export function bridgeAddress(typed: string): string | null {
  const text = typed.trim();
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `${isLoopbackText(text) ? "http" : "https"}://${text}`);
  } catch {
    return null;
  }
  if (url.protocol === "http:" && !LOOPBACK.has(url.hostname)) return null;
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/**
 * Where its WebSocket is, in the order to try. Without TLS only on this machine, and `localhost` is 127.0.0.1 first: browsers would ask at ::1
 * before, where any account may listen while the bridge has the other one, and pass on what it hears.
 */
export function socketUrls(address: string): string[] {
  const url = `${address.replace(/^http/, "ws")}/ws/plugin`;
  const first = url.replace(/^ws:\/\/localhost(?=[:/])/, "ws://127.0.0.1");
  return first === url ? [url] : [first, url];
}

function isLoopbackText(text: string): boolean {
  return LOOPBACK.has(text.replace(/[:/].*$/s, "").toLowerCase());
}
