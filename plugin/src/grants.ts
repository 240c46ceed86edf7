import { originOf } from "./policy";

const granted = new Map<string, Promise<boolean>>();

/** Whether the browser has granted the plugin a site. Asked once, and again when the browser says that grants have changed, even in the midst of the answer. */
export function isGranted(site: string): Promise<boolean> {
  const known = granted.get(site);
  if (known) return known;
  const asked = chrome.permissions.contains({ origins: [originOf(site)] });
  granted.set(site, asked);
  asked.catch(() => { if (granted.get(site) === asked) granted.delete(site); });
  return asked;
}

/** The person granted or took back something. */
export function grantsChanged(): void {
  granted.clear();
}
