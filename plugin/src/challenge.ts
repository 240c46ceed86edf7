/**
 * Recognises that the site asks for the person (`vinted-api.md` §12.3), so that the plugin stops and says so. It never does anything about
 * the check itself.
 */
import { textOf } from "./answer";
import { CHECK_PAGE } from "./page";
import type { TabAnswer } from "./tab-messages";

const CAPTCHA_HOST = "captcha-delivery.com";
const VENDOR = /datadome|captcha-delivery/i;
const CLOUDFLARE = /just a moment|cf-chl|challenge-platform|error code:? 1020|attention required! \| cloudflare/i;
const IP_BLOCKED = 102;

/**
 * What the check looks like, for a person; null when the answer is none.
 * @param body What the answer's JSON says; undefined when it is not JSON.
 * @param jsonDue Whether JSON was due, as it is on the API.
 */
export function challengeIn(answer: TabAnswer, body: unknown, jsonDue: boolean): string | null {
  const { status, headers } = answer;
  if ("x-dd-b" in headers || "x-datadome-cid" in headers) return "a bot check (response header)";
  if (typeof body === "object" && body !== null) {
    const { url, code } = body as { url?: unknown; code?: unknown };
    if (status === 403 && typeof url === "string" && isCaptcha(url)) return "a captcha";
    return code === IP_BLOCKED ? "a blocked address (code 102)" : null;
  }
  const text = textOf(answer) ?? "";
  const html = /text\/html/i.test(headers["content-type"] ?? "") || /^\s*<(!doctype|html)/i.test(text);
  if (!html) return null;
  if ((status === 403 || status === 503) && CLOUDFLARE.test(text)) return "a Cloudflare check";
  if (status === 403 && (jsonDue || VENDOR.test(text))) return "a bot check (HTML with 403)";
  if (status === 200 && jsonDue) return "a page where data was due";
  if (status === 200 && CHECK_PAGE.test(text)) return "a captcha page";
  return null;
}

function isCaptcha(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === CAPTCHA_HOST || host.endsWith(`.${CAPTCHA_HOST}`);
}
