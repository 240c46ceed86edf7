/** What the seller set, and what must outlive a suspended background but not the browser. */
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

export async function readHolds(): Promise<Record<string, Hold>> {
  const { holds } = await chrome.storage.session.get<{ holds: Record<string, Hold> }>({ holds: {} });
  return holds;
}

export async function writeHolds(holds: Record<string, Hold>): Promise<void> {
  await chrome.storage.session.set({ holds });
}
