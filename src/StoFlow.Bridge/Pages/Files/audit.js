import { call } from './api.js';
import { at, has, w } from './words.js';
import { button, h, show, table } from './dom.js';

const place = document.getElementById('audit');
let shown = [];
let next;

export async function audit() {
  const page = await call('GET', '/api/audit?limit=50');
  if (shown.length && page.entries.length && page.entries.at(-1).seq <= shown[0].seq)
    shown = [...page.entries.filter((entry) => entry.seq > shown[0].seq), ...shown];
  else [shown, next] = [page.entries, page.next];
  draw();
}

async function older() {
  const page = await call('GET', `/api/audit?limit=50&after=${next}`);
  [shown, next] = [[...shown, ...page.entries], page.next];
  draw();
}

function draw() {
  show(place,
    shown.length === 0 ? h('p', { class: 'dim' }, w('audit_none')) : table(['when', 'who', 'what', 'seller', 'subject', 'outcome'], shown.map(one)),
    next && h('p', null, button('older', 'audit', older)));
}

function one(entry) {
  return h('tr', { title: `n° ${entry.seq} · ${entry.hash}` },
    h('td', null, h('time', { datetime: entry.at }, at(entry.at))), h('td', null, entry.actor), h('td', null, what(entry.what)),
    h('td', null, entry.seller ?? ''), h('td', { class: 'mono' }, entry.subject ?? ''), h('td', null, entry.outcome ?? ''));
}

function what(name) {
  const key = `what_${name.replace('.', '_')}`;
  return has(key) ? w(key) : name;
}
