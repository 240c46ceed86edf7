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

/** Where its WebSocket is. Without TLS only on this machine. */
export function socketUrl(address: string): string {
  return `${address.replace(/^http/, "ws")}/ws/plugin`;
}

function isLoopbackText(text: string): boolean {
  return LOOPBACK.has(text.replace(/[:/].*$/s, "").toLowerCase());
}
