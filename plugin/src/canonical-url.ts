/**
 * The one spelling of a URL that passes: `https://host/path?query`. The same rule as `CanonicalUrl` in StoFlow.Protocol, held equal by
 * `protocol/fixtures/urls.json`: nothing is decoded, repaired or normalized, because a URL that two parsers read differently is how a
 * check is walked around.
 */
const SCHEME = "https://";
const MAX_LENGTH = 8192;
const PLAIN = /^[A-Za-z0-9\-._~!$&'()*+,;=:@]$/;
const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

/** What is wrong with the spelling, or null. Hosts and paths are the policy's affair. */
export function urlFault(url: string): string | null {
  if (url.length > MAX_LENGTH) return `longer than ${String(MAX_LENGTH)} characters`;
  if (!url.startsWith(SCHEME)) return "not absolute with https:// in lower case";
  const { host, path } = splitUrl(url);
  if (host === "") return "no host";
  if (!/^[a-z0-9.-]+$/.test(host)) {
    return "the host holds something else than lower-case letters, digits, dots and dashes (no port, user or brackets)";
  }
  if (path === "") return "no path after the host";
  return pathFault(path) ?? queryFault(url.slice(SCHEME.length + host.length + path.length));
}

/** Host and path of a URL that begins with `https://`; the path is empty when no slash follows the host. */
export function splitUrl(url: string): { host: string; path: string } {
  const rest = url.slice(SCHEME.length);
  const hostEnd = rest.search(/[/?#]/);
  if (hostEnd < 0) return { host: rest, path: "" };
  const host = rest.slice(0, hostEnd);
  const after = rest.slice(hostEnd);
  if (!after.startsWith("/")) return { host, path: "" };
  const pathEnd = after.search(/[?#]/);
  return { host, path: pathEnd < 0 ? after : after.slice(0, pathEnd) };
}

function pathFault(path: string): string | null {
  for (let i = 0; i < path.length; i++) {
    const c = path.charAt(i);
    // A semicolon begins path parameters for some servers, which then read "..;" as "..".
    if (c === "/" || (PLAIN.test(c) && c !== ";")) continue;
    if (c !== "%") return `the path holds a character that must be percent-encoded or is not allowed (position ${String(i)})`;
    const value = byteAt(path, i);
    if (value === undefined) return "the path holds a broken percent-encoding";
    const encoded = String.fromCharCode(value);
    if (value < 0x20 || value === 0x7f || encoded === "%" || encoded === "/" || encoded === "\\" || UNRESERVED.test(encoded)) {
      return "the path encodes a character that must not be encoded (dot, slash, backslash, percent, letter, digit or control)";
    }
    i += 2;
  }
  if (!isUtf8(path)) return "the path encodes bytes that are no UTF-8, which servers read in different ways";
  if (path.slice(1).split("/").some((segment) => segment === "." || segment === "..")) return "the path holds a . or .. segment";
  return path.includes("//") ? "the path holds an empty segment" : null;
}

function queryFault(query: string): string | null {
  for (let i = 0; i < query.length; i++) {
    const c = query.charAt(i);
    if (c === "#") return "fragments are not sent to a site";
    // Browsers encode the apostrophe of a query, though not that of a path.
    if (c === "'") return "the query holds an apostrophe; write %27";
    if (i === 0 || c === "/" || c === "?" || c === "[" || c === "]" || PLAIN.test(c)) continue;
    if (c !== "%") return "the query holds a character that must be percent-encoded";
    const value = byteAt(query, i);
    if (value === undefined) return "the query holds a broken percent-encoding";
    if (value < 0x20 || value === 0x7f) return "the query encodes a control character";
    i += 2;
  }
  return null;
}

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function byteAt(text: string, at: number): number | undefined {
  const digits = text.slice(at + 1, at + 3);
  return /^[0-9A-Fa-f]{2}$/.test(digits) ? parseInt(digits, 16) : undefined;
}
