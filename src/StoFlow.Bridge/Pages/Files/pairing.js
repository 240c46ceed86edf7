import { call } from './api.js';
import { w } from './words.js';
import { button, copy, field, form, h, toast } from './dom.js';

const place = document.getElementById('pairing');
let ticking;

export function pairing(onPaired) {
  const result = h('div', { 'aria-live': 'polite' });
  place.replaceChildren(
    form(async (data) => start(result, await call('POST', '/api/pairings', { seller: data.get('seller').trim() }), onPaired),
      field('seller', { name: 'seller', required: true, maxlength: '64', pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]*', list: 'seller-names', autocomplete: 'off' }),
      h('datalist', { id: 'seller-names' }),
      h('button', { class: 'main' }, w('make_code'))),
    result);
}

function start(result, made, onPaired) {
  clearInterval(ticking);
  const end = new Date(made.expires_at).getTime();
  const life = end - Date.now();
  const left = h('span', { class: 'dim' });
  const bar = h('progress', { max: String(life) });
  result.replaceChildren(
    h('p', null, `${w('pairing_help')} (${made.seller})`),
    h('div', { class: 'row' }, h('p', { class: 'code' }, made.code), button('copy', made.pairing_id, () => copy(made.code))),
    bar, left);
  let round = 0;
  ticking = setInterval(async () => {
    const ms = Math.max(0, end - Date.now());
    bar.value = ms;
    left.textContent = w('code_left', `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`);
    if (ms === 0) finish(result, 'code_expired', 'warn');
    else if (++round % 2 === 0) await look(result, made, onPaired);
  }, 1000);
}

async function look(result, made, onPaired) {
  try {
    const { status } = await call('GET', `/api/pairings/${encodeURIComponent(made.pairing_id)}`);
    if (status === 'waiting') return;
    finish(result, status === 'paired' ? 'code_paired' : 'code_expired', status === 'paired' ? 'good' : 'warn');
    if (status === 'paired') onPaired();
  } catch (problem) {
    toast(problem.message);
  }
}

function finish(result, word, kind) {
  clearInterval(ticking);
  result.replaceChildren(h('p', { class: kind }, w(word)));
}
