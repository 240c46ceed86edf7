/**
 * Chromium sends a request again by itself, a write too, when the connection ends before a byte of the answer has come. It has no second body to send when the
 * body is a stream; then the loss is an error, and read-back says what became of the write. The price, measured: in about one of twenty such ends Chromium's
 * network process restarts, and whatever else was under way in the browser is lost as well. Firefox knows no streamed requests.
 */
import { isWrite } from "./method";
import type { TabFetch } from "./tab-messages";

/** In UTF-8. An item's form is far shorter; a longer body is under way for longer, and so is the risk to the network process. */
const MOST_BYTES = 32 * 1024;

let lengthDemanded = false;

/** The body of a write as a stream, with what `fetch` wants beside it; undefined where only the plain way is open. What has no body only deletes. */
export function sentOnce({ method, body, form }: TabFetch): RequestInit | undefined {
  if (!isWrite(method) || !body || form || lengthDemanded || !streams() || !multiplexed()) return undefined;
  const bytes = new TextEncoder().encode(body);
  if (bytes.byteLength > MOST_BYTES) return undefined;
  // All of it at once: the network process does worse with streams that it still has to ask.
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return { body: stream, duplex: "half" } as RequestInit;
}

/** The site refused a request for its missing length: nothing was done, and from now on it gets one. */
export function demandsLength(status: number): boolean {
  if (status !== 411) return false;
  lengthDemanded = true;
  return true;
}

// The standard's own question: who knows streamed requests reads `duplex` and gives a stream no content type.
function streams(): boolean {
  let asked = false;
  const probe = {
    method: "POST",
    body: new ReadableStream(),
    get duplex(): string {
      asked = true;
      return "half";
    },
  };
  return !new Request("https://stream.invalid", probe).headers.has("Content-Type") && asked;
}

// HTTP/1.1 has no room for a stream: Chromium would not even try.
function multiplexed(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.nextHopProtocol === "h2" || page?.nextHopProtocol === "h3";
}
