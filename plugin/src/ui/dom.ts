import { NEWER_DATA, type UiRequests } from "../messages";

/** An element of the page that must be there. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`#${id} is missing`);
  return element;
}

/** A new element; text is only ever text. `of`: what its buttons act on. */
export function make(tag: string, options: { text?: string; className?: string; id?: string; of?: string; role?: string } = {}, ...children: Node[]): HTMLElement {
  const element = document.createElement(tag);
  if (options.text !== undefined) element.textContent = plain(options.text);
  if (options.className) element.className = options.className;
  if (options.id) element.id = options.id;
  if (options.role !== undefined) element.setAttribute("role", options.role);
  if (options.of !== undefined) element.dataset.of = options.of;
  element.append(...children);
  return element;
}

/**
 * Makes the element's children like these, touching only what differs: focus, selection and a click that has begun stay where they are, and what is read
 * aloud is not read again.
 */
export function fill(element: Element, ...wanted: Element[]): void {
  const there = [...element.children];
  if (there.length !== wanted.length) match(element, there, wanted);
  else wanted.forEach((fresh, index) => { patch(there[index] ?? fresh, fresh); });
}

// Some came or went: what stays is not even taken out for a moment, for that takes its focus.
function match(element: Element, there: Element[], wanted: readonly Element[]): void {
  const kept = wanted.map((fresh) => {
    const at = there.findIndex((old) => old.isEqualNode(fresh) || (of(fresh) !== undefined && of(old) === of(fresh)));
    const [old] = at < 0 ? [] : there.splice(at, 1);
    return { old, fresh };
  });
  for (const gone of there) gone.remove();
  kept.forEach(({ old, fresh }, index) => {
    const place = element.children[index] ?? null;
    if (!old) element.insertBefore(fresh, place);
    else {
      if (old !== place) element.insertBefore(old, place);
      patch(old, fresh);
    }
  });
}

const of = (element: Element): string | undefined => (element as HTMLElement).dataset.of;

/** Says it, if it is not what is said already. */
export function tell(id: string, text: string): void {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function patch(there: Element, fresh: Element): void {
  if (there.isEqualNode(fresh)) return;
  // A button acts on what it was made for.
  if (there.tagName !== fresh.tagName || of(there) !== of(fresh) || fresh instanceof HTMLButtonElement) {
    there.replaceWith(fresh);
    return;
  }
  if (there.className !== fresh.className) there.className = fresh.className;
  if (there.childElementCount + fresh.childElementCount > 0) fill(there, ...fresh.children);
  else if (there.textContent !== fresh.textContent) there.textContent = fresh.textContent;
}

/** A button; `about` tells those who hear it which of several it is. */
export function button(text: string, onClick: () => unknown, options: { className?: string; about?: string } = {}): HTMLElement {
  const element = make("button", { text, ...options });
  element.setAttribute("type", "button");
  if (options.about !== undefined) element.setAttribute("aria-label", plain(`${text}: ${options.about}`));
  element.addEventListener("click", () => { onClick(); });
  return element;
}

/** A text in the browser's language. */
export function say(name: string, ...values: (string | number)[]): string {
  return chrome.i18n.getMessage(name, values.map((value) => plain(String(value)))) || name;
}

// What a bridge, a back end or an account is called must not turn around, break or hide what stands beside it.
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, "");
}

/** Fills in the texts of the static elements (`data-say`). */
export function translate(): void {
  // Of the texts, which may be another than the browser's.
  document.documentElement.lang = say("lang");
  for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) element.textContent = say(element.dataset.say ?? "");
}

/** Asks the background; fails when that could not start or could not do it. */
export async function ask<K extends keyof UiRequests>(ui: K, details: UiRequests[K]["ask"]): Promise<UiRequests[K]["answer"]> {
  const answer = await chrome.runtime.sendMessage<unknown, UiRequests[K]["answer"] | typeof NEWER_DATA | undefined>({ ui, ...details });
  if (answer === undefined || answer === NEWER_DATA) throw new Error(answer ?? "The background has no answer.");
  return answer;
}

/** Why the background has no answer, as {@link ask} failed. */
export const isNewer = (error: unknown): boolean => error instanceof Error && error.message === NEWER_DATA;
