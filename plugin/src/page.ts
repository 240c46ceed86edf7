import type { PageFacts } from "./tab-messages";

// A quotation mark of a script, plain or escaped once or twice: " \" \\\" \u0022 \\u0022
const Q = String.raw`(?:\\*"|\\+u0022)`;
const UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const TOKEN = new RegExp(`${Q}CSRF_TOKEN${Q}\\s*:\\s*${Q}(${UUID})${Q}`, "g");
const ANON = new RegExp(`${Q}(?:anon_id|ANON_ID)${Q}\\s*:\\s*${Q}(${UUID})${Q}`);
const USER = new RegExp(`${Q}userId${Q}\\s*:\\s*${Q}?(\\d+)`);
const CURRENT_USER = new RegExp(`${Q}currentUser${Q}\\s*:\\s*\\{.{0,2000}?${Q}id${Q}\\s*:\\s*${Q}?(\\d+)`, "s");
const LOGIN = new RegExp(`${Q}login${Q}\\s*:\\s*${Q}([^"\\\\]{1,100})${Q}`);
const NEAR = 2000;

/** A page that is nothing but the check of the site's guard brings that from this host. */
export const CHECK_PAGE = /<(?:script|iframe)\b[^>]{0,500}\bsrc=["']?https:\/\/[\w.-]*captcha-delivery\.com\//i;

/** A document, as far as it is read: the tab's own or one parsed from HTML. */
export interface Readable {
  querySelectorAll(selectors: string): Iterable<{ textContent: string | null }>;
  querySelector(selectors: string): { getAttribute(name: string): string | null } | null;
}

/** Reads what a page says of its visitor. The forms are those that `vinted-api.md` §2.2 lists; the newest first. */
export function readPage(page: Readable, cookies: string, load: string): PageFacts {
  const scripts: string[] = [];
  for (const script of page.querySelectorAll("script:not([src])")) {
    if (script.textContent) scripts.push(script.textContent);
  }
  const text = scripts.join("\n");
  const user = USER.exec(text) ?? CURRENT_USER.exec(text);
  return {
    load,
    csrf: csrfOf(text, page, cookies),
    anonId: cookie(cookies, "anon_id") ?? ANON.exec(text)?.[1] ?? "",
    userId: user?.[1] ?? null,
    login: user ? loginNear(text, user.index) : null,
    language: meta(page, "accept-language") ?? "",
  };
}

function csrfOf(text: string, page: Readable, cookies: string): PageFacts["csrf"] {
  const tokens = Array.from(text.matchAll(TOKEN), ([, token = ""]) => token);
  const different = new Set(tokens.map((token) => token.toLowerCase())).size;
  if (different > 1) return { missing: `The page shows ${String(different)} different CSRF tokens; reload it and look at it.` };
  const [token] = tokens;
  const found = token ?? meta(page, "csrf-token") ?? cookie(cookies, "csrf_token");
  return found ? { token: found } : { missing: "The page shows no CSRF token." };
}

function meta(page: Readable, name: string): string | undefined {
  return sendable(page.querySelector(`meta[name="${name}"]`)?.getAttribute("content")?.trim());
}

// It becomes a header's value, and what cannot be one would be no reason to send nothing.
function sendable(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** A cookie that page scripts can read. */
export function cookie(cookies: string, name: string): string | undefined {
  const found = cookies.split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  return sendable(found?.slice(name.length + 1));
}

function loginNear(text: string, at: number): string | null {
  return (LOGIN.exec(text.slice(at, at + NEAR)) ?? LOGIN.exec(text.slice(Math.max(0, at - NEAR), at)))?.[1] ?? null;
}
