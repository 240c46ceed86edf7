/** What the seller set, and what must outlive a background: on the disk, but for what is sure only as long as the browser runs. */
interface Kept {
  /** The seller paused everything. */
  paused: boolean;
}

/** A site that asked for the person. */
export interface Hold {
  since: number;
  detail: string;
  told: string[];
}

export async function readPaused(): Promise<boolean> {
  const { paused } = await chrome.storage.local.get<Kept>({ paused: false });
  return paused;
}

export async function writePaused(paused: boolean): Promise<void> {
  await chrome.storage.local.set<Kept>({ paused });
}

/** Whom a bridge's commands are for on a site; without an id: whoever the site says next. */
export interface KnownAccount {
  id?: string;
  login?: string;
  /** Who was met instead: the lane stands still. */
  found?: string;
  /** The bridge has heard of it. */
  told?: boolean;
}

interface Known {
  known: Record<string, KnownAccount>;
  /** The tab in which the site said so. */
  sure: Record<string, number>;
}

export async function readAccounts(): Promise<Known> {
  const [{ accounts: known }, { sure }] = await Promise.all([
    chrome.storage.local.get<{ accounts: Known["known"] }>({ accounts: {} }), chrome.storage.session.get<{ sure: Known["sure"] }>({ sure: {} }),
  ]);
  return { known, sure };
}

export async function writeAccounts({ known, sure }: Known): Promise<void> {
  await Promise.all([chrome.storage.local.set({ accounts: known }), chrome.storage.session.set({ sure })]);
}

export async function readHolds(): Promise<Record<string, Hold>> {
  const { holds } = await chrome.storage.local.get<{ holds: Record<string, Hold> }>({ holds: {} });
  return holds;
}

export async function writeHolds(holds: Record<string, Hold>): Promise<void> {
  await chrome.storage.local.set({ holds });
}
