import type { BrowserInfo } from "./protocol";

/** The browser's own name and version, for lists; nothing is decided by them. */
export async function browserInfo(): Promise<BrowserInfo> {
  const runtime = chrome.runtime as typeof chrome.runtime & { getBrowserInfo?: () => Promise<BrowserInfo> };
  if (runtime.getBrowserInfo) {
    const { name, version } = await runtime.getBrowserInfo();
    return { name, version };
  }
  return { name: "Chrome", version: /Chrom(?:e|ium)\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? "" };
}

/** How this browser is called in the bridge's list until somebody gives it a better name. */
export async function browserName(): Promise<string> {
  const [{ name, version }, { os }] = await Promise.all([browserInfo(), chrome.runtime.getPlatformInfo()]);
  return `${name} ${version.split(".")[0] ?? ""} (${os})`;
}
