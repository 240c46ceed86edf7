import { ask, byId, say, tell } from "./dom";

let leaving: string | undefined;

const dialog = (): HTMLDialogElement => byId("leave") as HTMLDialogElement;

/** Asks whether the bridge is to be disconnected: it cannot be undone without a new code. */
export async function askToLeave(browserId: string): Promise<void> {
  // As it stands now: the button may be older than what its bridge's connection has come to.
  const pairing = (await ask("state", {})).pairings.find((each) => each.browserId === browserId);
  if (!pairing) return;
  const { bridgeName, seller, connection } = pairing;
  leaving = browserId;
  tell("leave-text", say("leaveText", bridgeName, seller));
  // Nothing is left here that could tell it later. One that has revoked this browser has it in its list no more.
  const knows = connection.kind === "connected" || connection.kind === "left" || (connection.kind === "resting" && connection.rest.reason === "revoked");
  tell("leave-away", knows ? "" : say("leaveAway", bridgeName));
  byId("leave-away").hidden = knows;
  dialog().showModal();
}

/** Makes the question's buttons work. */
export function prepareToLeave(act: (work: Promise<unknown>) => void): void {
  byId("leave-yes").addEventListener("click", () => {
    if (leaving !== undefined) act(ask("unpair", { browserId: leaving }));
    dialog().close();
  });
  byId("leave-no").addEventListener("click", () => { dialog().close(); });
}
