const ALARM = "stoflow.awake";
const EVERY_MS = 20_000;
let timer: ReturnType<typeof setInterval> | undefined;

/** Brings the background back twice a minute, should the browser have suspended it; only while there is a bridge to come back to. */
export async function keepAlarm(wanted: boolean): Promise<void> {
  const alarm = await chrome.alarms.get(ALARM);
  if (wanted && !alarm) await chrome.alarms.create(ALARM, { periodInMinutes: 0.5 });
  if (!wanted && alarm) await chrome.alarms.clear(ALARM);
}

/** Keeps the background awake while a bridge is connected or a command runs; measured: only a call to the parent process counts. */
export function keepAwake(wanted: boolean): void {
  if (wanted) {
    timer ??= setInterval(() => { void chrome.runtime.getPlatformInfo(); }, EVERY_MS);
  } else {
    clearInterval(timer);
    timer = undefined;
  }
}
