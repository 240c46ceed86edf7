/** What background and content script say to each other. Only plain values and blobs, which cross by structured clone. */

export interface TabFile {
  field: string;
  filename: string;
  blob: Blob;
}

/** One fetch, ready but for what only the page knows. */
export interface TabFetch {
  kind: "fetch";
  /** Never used twice: a tab runs each id once, however often it is asked. */
  id: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  credentials: RequestCredentials;
  body?: string;
  form?: { fields: [string, string][]; files: TabFile[] };
  /** A limit of its own, in milliseconds; without one it is given up when the background says so, or is gone. */
  timeoutMs?: number;
  /** Not to be begun after this moment, by the clock on the wall: a page that hung, or a computer that slept, may come to it when its end has long been told. */
  notAfter?: number;
  /**
   * Whose it is: `asked` asks the site who is signed in, `same` is for that one and is refused once a sign-in has set its cookie since then, or by a page
   * of which the background has not heard; else anybody's.
   */
  visitor?: "asked" | "same";
}

export interface TabAbort {
  kind: "abort";
  id: string;
}

/** Reads the page's facts; `fresh` loads the page's HTML once more instead of what the tab shows. */
export interface TabRead {
  kind: "read";
  fresh: boolean;
}

export type TabRequest = TabFetch | TabAbort | TabRead;

/** What the background says on a line to a tab; `n` comes back with the answer. */
export interface TabAsk {
  n: number;
  request: TabRequest;
}

/** What a tab says on a line; 0 greets. Without a reply the request was not run. */
export interface TabSays {
  n: number;
  reply?: TabReply | TabReading;
}

/** The site answered. */
export interface TabAnswer {
  kind: "answer";
  status: number;
  statusText: string;
  headers: Record<string, string>;
  text?: string;
  /** What says that it is JSON, as the site wrote it: bytes cost half of what a string does on each hop. */
  json?: Uint8Array<ArrayBuffer>;
  blob?: Blob;
  /** The answer is larger than the plugin takes and was left out. */
  tooBig?: boolean;
  /** The CSRF token that the plugin added, if it did. */
  token?: string;
  durationMs: number;
}

/** The request left the tab, perhaps, and there is no answer to read. */
export interface TabLost {
  kind: "lost";
  why: "timeout" | "aborted" | "network" | "redirect" | "gone";
  detail: string;
  durationMs: number;
}

/** Nothing was sent. */
export interface TabRefused {
  kind: "refused";
  code: "csrf_missing" | "wrong_page" | "other_visitor" | "new_page" | "too_late";
  detail: string;
}

export type TabReply = TabAnswer | TabLost | TabRefused;

/** What a page says of itself. */
export interface PageFacts {
  /** A number for this load of the page. */
  load: string;
  csrf: { token: string } | { missing: string };
  anonId: string;
  userId: string | null;
  login: string | null;
  language: string;
  /** Who signed in last, by the site's cookie; absent where it has none that a page may read. */
  lastUser?: string;
}

/** A page's HTML was loaded anew: its facts, or the answer that was not such a page. */
export type TabReading = { kind: "page"; facts: PageFacts } | TabAnswer | TabLost;

/** The content script's greeting to the background. */
export interface PageReady {
  kind: "page_ready";
  facts: PageFacts;
}
