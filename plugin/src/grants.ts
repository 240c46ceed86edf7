import { originOf } from "./policy";

const granted = new Map<string, boolean>();

/** Whether the browser has granted the plugin a site. Asked once, and again when the browser says that grants have changed. */
export async function isGranted(site: string): Promise<boolean> {
  const known = granted.get(site);
  if (known !== undefined) return known;
  const answer = await chrome.permissions.contains({ origins: [originOf(site)] });
  granted.set(site, answer);
  return answer;
}

/** The person granted or took back something. */
export function grantsChanged(): void {
  granted.clear();
}
