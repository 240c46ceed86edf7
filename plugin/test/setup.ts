/** What the browser gives and Node does not: IndexedDB, WebSocket, `chrome`. Every test file begins with fresh ones. */
import "fake-indexeddb/auto";
import { WebSocket } from "ws";
import { fakeChrome } from "./fake-chrome";

Object.assign(globalThis, { WebSocket, chrome: fakeChrome(), PLUGIN_VERSION: "0.1.0" });
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true, writable: true });
