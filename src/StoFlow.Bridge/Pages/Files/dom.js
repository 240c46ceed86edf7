import { w } from './words.js';

/** Makes an element. Text goes in as text: nothing from outside is ever read as HTML. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** Shows new content unless it is the same, so that focus and selection stay where they are. */
export function show(place, ...children) {
  const fresh = h('div', null, ...children);
  if (place.dataset.shown === fresh.innerHTML) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.dataset.shown = fresh.innerHTML;
  place.replaceChildren(...fresh.childNodes);
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

export function table(heads, rows) {
  return h('div', { class: 'scroll', tabindex: '0' },
    h('table', null, h('thead', null, h('tr', null, heads.map((head) => h('th', { scope: 'col' }, w(head))))), h('tbody', null, rows)));
}

/** A button that is busy while its work runs and says what went wrong. */
export function button(word, key, work, kind) {
  return h('button', {
    type: 'button', class: kind, 'data-key': `${word}:${key}`,
    onclick: async (event) => {
      const self = event.currentTarget;
      self.disabled = true;
      try {
        await work();
      } catch (problem) {
        toast(problem.message);
      } finally {
        self.disabled = false;
      }
    },
  }, w(word));
}

export function form(onsubmit, ...children) {
  return h('form', {
    class: 'line',
    onsubmit: async (event) => {
      event.preventDefault();
      const self = event.currentTarget;
      try {
        await onsubmit(new FormData(self));
        self.reset();
      } catch (problem) {
        toast(problem.message);
      }
    },
  }, ...children);
}

export const field = (word, attributes) => h('label', null, w(word), h('input', attributes));

let hiding;
export function toast(text) {
  const place = document.getElementById('toast');
  place.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => { place.textContent = ''; }, 8000);
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(w('copied'));
}
