/** A tab of the site whose answers a test decides, and the commands that lead to it. */
import type { Message, SiteRequest } from "../src/protocol";
import type { TabAnswer, TabFetch, TabReply, TabRequest } from "../src/tab-messages";
import { bodyOf } from "./answers";
import { fakeTab } from "./fake-chrome";

type Answering = (request: TabFetch) => TabReply | Promise<TabReply>;

const URL_OF_ITEM = "https://www.vinted.fr/api/v2/items/1";

const FACTS = { load: "l", csrf: { token: "t" }, anonId: "", userId: "1", login: "demo.shop", language: "fr-FR" };

/** What was sent in the tab since the last {@link site}. */
export let fetched: TabFetch[] = [];
export let pagesLoaded = 0;
export let givenUp: string[] = [];

/** What the site answers in its tab; the page itself always shows the same token. */
export function site(answering: Answering): void {
  fetched = [];
  pagesLoaded = 0;
  givenUp = [];
  fakeTab((request: TabRequest) => {
    if (request.kind === "read") {
      if (request.fresh) pagesLoaded++;
      return { kind: "page", facts: FACTS };
    }
    if (request.kind === "abort") {
      givenUp.push(request.id);
      return undefined;
    }
    fetched.push(request);
    return answering(request);
  });
}

export function json(text: string, status = 200, headers: Record<string, string> = {}): TabAnswer {
  return { kind: "answer", status, statusText: "", headers: { "content-type": "application/json", ...headers }, ...bodyOf("application/json", text), token: "t", durationMs: 1 };
}

export function request(method = "GET", more: Partial<SiteRequest> = {}): SiteRequest {
  return { url: URL_OF_ITEM, method, credentials: "include", content_type: "json", ...more };
}

export const one = (method = "GET", more: Partial<SiteRequest> = {}): { action: string; requests: SiteRequest[] } => ({
  action: "EXECUTE_HTTP_REQUEST", requests: [request(method, more)],
});

/** Of each answer of a result its code, or its status where it has none. */
export const codes = (result: Message<"result">): unknown[] => (result.results ?? []).map(({ code, status }) => code ?? status);
