// The page's words; the bridge picks the language by Accept-Language.
const words = await (await fetch('/page/words.json')).json();

export const language = words.language;

/** The text of a key with its values put in; the key itself when there is none, so that a gap shows. */
export function w(key, ...values) {
  return (words[key] ?? key).replace(/\{(\d)\}/g, (_, index) => values[index] ?? '');
}

export const has = (key) => key in words;

export function fill(root) {
  for (const element of root.querySelectorAll('[data-w]')) element.textContent = w(element.dataset.w);
}

const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const clock = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });

export function ago(iso) {
  if (!iso) return w('never');
  const seconds = (new Date(iso) - Date.now()) / 1000;
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]])
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  return relative.format(Math.round(seconds), 'second');
}

export const at = (iso) => clock.format(new Date(iso));
