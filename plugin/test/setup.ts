/** What the browser gives and Node does not: IndexedDB, WebSocket, `chrome`. Every test file begins with fresh ones. */
import "fake-indexeddb/auto";
import { vi } from "vitest";
import { WebSocket } from "ws";
import { fakeChrome } from "./fake-chrome";

// The second that it waits by itself is short on a machine that is busy with something else.
const { waitFor } = vi;
vi.waitFor = (look, options = 15_000) => waitFor(look, options);

Object.assign(globalThis, { WebSocket, chrome: fakeChrome(), PLUGIN_VERSION: "0.1.0" });
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true, writable: true });
