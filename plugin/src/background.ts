/** The background: its listeners, registered at once; each waits until the app has read what an earlier background left. */
import { App } from "./app";
import { grantsChanged } from "./grants";
import { log } from "./log";
import { showBroken } from "./badge";
import { answerUi, isOwnPage, noAnswer } from "./messages";
import { findSite } from "./policy";
import type { PageReady } from "./tab-messages";

const AGAIN_MS = 5_000;

let ready = begin();

// What it must read may be out of reach for a while: a full disk, a profile that is being mended.
function begin(): Promise<App> {
  const starting = App.start();
  starting.catch((error: unknown) => {
    log.warn("the plugin could not start", { detail: String(error) });
    void showBroken();
    setTimeout(() => { ready = begin(); }, AGAIN_MS);
  });
  return starting;
}

const whenReady = (act: (app: App) => void): void => {
  ready.then(act).catch((error: unknown) => { log.warn("nothing came of an event", { detail: String(error) }); });
};

// That there is a listener is what makes the browser start the background.
chrome.runtime.onStartup.addListener(() => undefined);
chrome.runtime.onInstalled.addListener(() => undefined);

// Firefox applies an update at once where nobody listens. Chromium waits for the browser's next start, and would not start a background that reloads itself.
if (chrome.runtime.getURL("").startsWith("moz-extension:")) {
  chrome.runtime.onUpdateAvailable.addListener(() => {
    // Where the app cannot start nothing runs, and the update may be the mending.
    ready.then((app) => { app.update.available(); }, () => { chrome.runtime.reload(); });
  });
}

chrome.alarms.onAlarm.addListener(() => {
  whenReady((app) => { for (const link of app.links.values()) link.connection.nudge(); });
});

chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
  if (isOwnPage(sender)) {
    const answer = answerUi(ready, message);
    // Nothing says to the page that there is no answer.
    answer?.then(reply, (error: unknown) => { reply(noAnswer(error)); });
    return answer !== undefined;
  }
  if (sender.id === chrome.runtime.id && sender.tab) whenReady((app) => { pageReady(app, message, sender); });
  return false;
});

chrome.tabs.onUpdated.addListener((_id, { status, url }) => {
  if (status === "complete" || url !== undefined) whenReady((app) => { app.changed(); });
});
chrome.tabs.onRemoved.addListener((tabId) => {
  whenReady((app) => {
    app.tabs.tabClosed(tabId);
    app.changed();
  });
});
for (const grants of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
  grants.addListener(() => {
    grantsChanged();
    whenReady((app) => { app.changed(); });
  });
}

function pageReady(app: App, message: unknown, { tab, origin, url }: chrome.runtime.MessageSender): void {
  const { kind, facts } = message as Partial<PageReady>;
  if (kind !== "page_ready" || !facts || tab?.id === undefined) return;
  app.tabs.pageReady(tab.id, facts);
  const site = findSite(new URL(origin ?? url ?? "about:blank").hostname);
  if (site) app.sawPage(site.host, tab.id, facts);
}
