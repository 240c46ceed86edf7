interface Look {
  paired: boolean;
  connected: boolean;
  running: boolean;
  paused: boolean;
  held: boolean;
  otherAccount: boolean;
}

const SIGNS = {
  broken: { text: "!", color: "#b3261e", title: "badgeBroken" },
  held: { text: "!", color: "#b3261e", title: "badgeHeld" },
  account: { text: "!", color: "#b3261e", title: "badgeAccount" },
  paused: { text: "II", color: "#8a6d00", title: "badgePaused" },
  offline: { text: "×", color: "#5f6368", title: "badgeOffline" },
  running: { text: "…", color: "#0b7a75", title: "badgeRunning" },
  idle: { text: "", color: "#0b7a75", title: "badgeIdle" },
} as const;

let shown: keyof typeof SIGNS | undefined;

/** The sign on the toolbar: whether something runs, waits for the person, or is not connected. */
export const showBadge = (look: Look): Promise<void> => show(signOf(look));

/** The plugin cannot start: nothing else would say so. */
export const showBroken = (): Promise<void> => show("broken");

async function show(sign: keyof typeof SIGNS): Promise<void> {
  if (sign === shown) return;
  shown = sign;
  const { text, color, title } = SIGNS[sign];
  await Promise.all([
    chrome.action.setBadgeText({ text }),
    chrome.action.setBadgeBackgroundColor({ color }),
    chrome.action.setTitle({ title: chrome.i18n.getMessage(title) }),
  ]);
}

export function signOf({ paired, connected, running, paused, held, otherAccount }: Look): keyof typeof SIGNS {
  if (!paired) return "idle";
  if (held) return "held";
  if (otherAccount) return "account";
  if (paused) return "paused";
  if (!connected) return "offline";
  return running ? "running" : "idle";
}
