import { Failure } from "./outcome";
import { allowsMethod, refuseUrl } from "./policy";
import { splitUrl } from "./canonical-url";
import type { SiteRequest } from "./protocol";
import { isSessionPath } from "./session";

/** The most requests in a command. */
export const MAX_REQUESTS = 100;

// What a page cannot set, what would tell the site another story than the page does, and what would turn one method into another.
const FORBIDDEN = new Set([
  "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method", "access-control-request-private-network",
  "authorization", "connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "forwarded", "host", "keep-alive", "origin",
  "permissions-policy", "referer", "set-cookie", "set-cookie2", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "via",
  "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-http-method", "x-http-method-override", "x-method-override", "x-real-ip",
]);
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;

/** Holds a request against the plugin's own list and rules, whatever the bridge has checked; throws {@link Failure}. */
export function checkRequest(request: SiteRequest, at: string, site: string, paths: readonly string[]): void {
  const fault = refuseUrl(request.url, paths);
  if (fault !== null) throw new Failure("not_allowed_by_policy", `${at}.url: ${fault}.`);
  if (isSessionPath(request.url)) throw new Failure("not_allowed_by_policy", `${at}.url: the session is the plugin's own affair.`);
  if (splitUrl(request.url).host !== site) throw new Failure("not_allowed_by_policy", `${at}.url: not on the command's site ${site}.`);
  if (!allowsMethod(request.method)) throw new Failure("not_allowed_by_policy", `${at}.method: not one of the list.`);
  if (!["include", "omit", "same-origin"].includes(request.credentials)) throw invalid(at, "credentials", "include, omit or same-origin");
  if (request.timeout !== null && request.timeout !== undefined && request.timeout <= 0) throw invalid(at, "timeout", "a positive number of ms");
  checkBody(request, at);
  for (const [name, value] of Object.entries(request.headers ?? {})) checkHeader(name, value, request, at);
}

function checkBody({ content_type: type, method, body, files }: SiteRequest, at: string): void {
  if (type !== "json" && type !== "multipart") throw invalid(at, "content_type", "json or multipart");
  if ((method === "GET" || method === "HEAD") && (body || files?.length)) throw invalid(at, "body", `none with ${method}`);
  if (type === "json" && files?.length) throw invalid(at, "files", "none unless content_type is multipart");
  if (type === "multipart" && body && !body.text.startsWith("{")) throw invalid(at, "body", "an object of fields with multipart");
}

function checkHeader(name: string, value: string, request: SiteRequest, at: string): void {
  const lower = name.toLowerCase();
  if (!TOKEN.test(name)) throw invalid(at, "headers", "a header name of letters, digits and dashes");
  if (FORBIDDEN.has(lower) || lower.startsWith("sec-") || lower.startsWith("proxy-")) {
    throw new Failure("invalid_request", `${at}.headers: ${name} may not be set.`);
  }
  if (lower === "content-type" && request.content_type === "multipart") {
    throw new Failure("invalid_request", `${at}.headers: ${name} may not be set with multipart.`);
  }
  if (!VALUE.test(value)) throw invalid(at, `headers.${name}`, "one line of ASCII without control characters");
}

const invalid = (at: string, field: string, due: string): Failure => new Failure("invalid_request", `${at}.${field}: ${due}, please.`);
