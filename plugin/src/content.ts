/** Runs in every page of the sites: reads it and runs fetches in its name. It holds no list and decides nothing. */
import { isWrite } from "./method";
import { CHECK_PAGE, cookie, readPage } from "./page";
import { fetchPage, runFetch } from "./tab-fetch";
import { unlessAborted } from "./time";
import type { PageFacts, PageReady, TabAsk, TabFetch, TabReading, TabReply, TabRequest, TabSays } from "./tab-messages";

const MAX_SEEN = 5000;

const load = crypto.randomUUID();
const running = new Map<string, AbortController>();
const seen = new Set<string>();
let facts: Promise<PageFacts> | undefined;
/** {@link PageFacts.lastUser} as the page began and since then when the site was asked who is there. */
let visitor: string | undefined;
/** The background has heard whom this page shows, or cannot. */
let introduced = false;
let introduction: Promise<void> = Promise.resolve();

function parsed(): Promise<void> {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener("DOMContentLoaded", () => { resolve(); }, { once: true });
  });
}

async function pageFacts(): Promise<PageFacts> {
  facts ??= parsed().then(() => readPage(document, document.cookie, load));
  const known = await facts;
  // The site may set these cookies long after the page was parsed.
  const cookies = document.cookie;
  const lastUser = cookie(cookies, "last_user_id");
  return { ...known, anonId: cookie(cookies, "anon_id") ?? known.anonId, ...(lastUser !== undefined && { lastUser }) };
}

async function read(fresh: boolean): Promise<TabReading> {
  if (!fresh) return { kind: "page", facts: await pageFacts() };
  const here = await loadPage(location.pathname);
  // Not every page shows a token, and what others wrote on this one may look like a second: the site's first page has it.
  return location.pathname === "/" || !isWithoutToken(here) ? here : await loadPage("/");
}

async function loadPage(path: string): Promise<TabReading> {
  const reply = await fetchPage(`${location.origin}${path}`);
  if (reply.kind !== "answer" || reply.status !== 200 || reply.text === undefined || "x-dd-b" in reply.headers) return reply;
  const found = readPage(new DOMParser().parseFromString(reply.text, "text/html"), document.cookie, load);
  if ("missing" in found.csrf && CHECK_PAGE.test(reply.text)) return reply;
  facts = Promise.resolve(found);
  return { kind: "page", facts: found };
}

function isWithoutToken(reading: TabReading): boolean {
  if (reading.kind === "page") return "missing" in reading.facts.csrf;
  return reading.kind === "answer" && ((reading.status === 200 && reading.text === undefined) || reading.status === 404);
}

async function run(request: TabFetch): Promise<TabReply> {
  if (!request.url.startsWith(`${location.origin}/`)) {
    return { kind: "refused", code: "wrong_page", detail: `The tab shows ${location.origin}.` };
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  try {
    if (request.visitor === "same" && !introduced) return await meantForAnotherPage(controller.signal);
    const known = await pageFacts().catch(() => undefined);
    if (!known) return { kind: "refused", code: "wrong_page", detail: "The page in the tab cannot be read." };
    if (request.visitor === "asked") visitor = known.lastUser;
    // Whoever signs in is at once who everything is sent for; a page that shows it may come later.
    if (request.visitor === "same" && visitor !== known.lastUser) return { kind: "refused", code: "other_visitor", detail: "Somebody has signed in since." };
    if (Date.now() > (request.notAfter ?? Infinity)) return { kind: "refused", code: "too_late", detail: "The tab came to it after its end." };
    return await runFetch(request, known, controller);
  } finally {
    running.delete(request.id);
  }
}

// Sent by what the page before this one showed: whoever signed in there in between is not whom it is for. Told once the background knows better.
async function meantForAnotherPage(givenUp: AbortSignal): Promise<TabReply> {
  await unlessAborted(introduction, givenUp).catch(() => undefined);
  return { kind: "refused", code: "new_page", detail: "The tab has loaded another page since." };
}

// Whatever delivers a request twice, the tab runs it once.
function isNew(id: string): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  for (const oldest of seen) {
    if (seen.size <= MAX_SEEN) break;
    seen.delete(oldest);
  }
  return true;
}

async function replyTo(request: TabRequest): Promise<TabReply | TabReading | undefined> {
  if (request.kind === "read") return await read(request.fresh);
  if (request.kind === "fetch" && isNew(request.id)) return await run(request);
  return undefined;
}

function say(port: chrome.runtime.Port, says: TabSays): void {
  try {
    port.postMessage(says);
  } catch {
    // The background is gone, or the answer is more than a message holds: then it hears that much.
    if (says.reply?.kind !== "answer" || says.reply.tooBig) return;
    const { kind, status, statusText, headers, durationMs } = says.reply;
    say(port, { n: says.n, reply: { kind, status, statusText, headers, durationMs, tooBig: true } });
  }
}

function serve(port: chrome.runtime.Port): void {
  const reads = new Set<string>();
  port.onMessage.addListener(({ n, request }: TabAsk) => {
    if (request.kind === "abort") {
      running.get(request.id)?.abort();
      return;
    }
    if (request.kind === "fetch" && !isWrite(request.method)) reads.add(request.id);
    // A page that cannot be read must not keep the background waiting.
    void replyTo(request).catch(() => undefined).then((reply) => {
      if (request.kind === "fetch") reads.delete(request.id);
      say(port, reply === undefined ? { n } : { n, reply });
    });
  });
  // In the browser's memory of pages it would answer nothing, and the line would stay.
  const putAway = (): void => { port.disconnect(); };
  addEventListener("pagehide", putAway);
  port.onDisconnect.addListener(() => {
    removeEventListener("pagehide", putAway);
    // Nobody waits for them any more, nor sees to their deadline. A write goes on to its end.
    for (const id of reads) running.get(id)?.abort();
  });
  say(port, { n: 0 });
}

async function introduce(): Promise<void> {
  const known = await pageFacts();
  visitor ??= known.lastUser;
  await chrome.runtime.sendMessage<PageReady>({ kind: "page_ready", facts: known });
}

function greet(): void {
  introduced = false;
  introduction = introduce().catch(() => undefined).then(() => { introduced = true; });
}

function start(): void {
  chrome.runtime.onConnect.addListener((port) => {
    if (port.sender?.id === chrome.runtime.id && !port.sender.tab) serve(port);
  });
  greet();
  // Back from the browser's memory of pages: Firefox never settles what ended meanwhile, and the background hears which page is there now.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) greet(); });
}

// The script comes by the manifest and, into tabs that were open before, by injection: the second one steps back, unless the first
// belongs to a copy of the extension that is gone.
const world = globalThis as typeof globalThis & { stoflow?: typeof chrome.runtime };
if (!world.stoflow?.id) {
  world.stoflow = chrome.runtime;
  start();
}
