import { call } from './api.js';
import { ago, at, w } from './words.js';
import { button, copy, field, form, h, show, table } from './dom.js';

const place = document.getElementById('tokens');
const list = h('div');
const secret = h('div', { 'aria-live': 'polite' });

export async function tokens() {
  if (!list.isConnected) place.replaceChildren(list, secret, maker());
  const { tokens: all } = await call('GET', '/api/tokens');
  show(list, table(['name', 'scope', 'sellers', 'last_used', 'expires', ''], all.map(one)));
}

function one(token) {
  const ended = token.revoked_at ? 'revoked' : token.expires_at && new Date(token.expires_at) < Date.now() ? 'expired' : null;
  return h('tr', { class: ended ? 'dim' : null },
    h('td', null, token.name), h('td', null, w(`scope_${token.scope}`)), h('td', null, token.sellers.join(', ')),
    h('td', null, ago(token.last_used_at)),
    h('td', null, ended ? w(ended) : token.expires_at ? at(token.expires_at) : w('no_end')),
    h('td', null, !ended && h('div', { class: 'row' },
      button('rotate', token.id, async () => {
        if (confirm(w('rotate_ask', token.name))) await reveal(await call('POST', `/api/tokens/${encodeURIComponent(token.id)}/rotate`));
      }),
      button('revoke', token.id, async () => {
        if (!confirm(w('revoke_token_ask', token.name))) return;
        await call('DELETE', `/api/tokens/${encodeURIComponent(token.id)}`);
        await tokens();
      }, 'bad'))));
}

function maker() {
  return form(
    async (data) => {
      const days = Number(data.get('days'));
      await reveal(await call('POST', '/api/tokens', {
        name: data.get('name').trim(),
        scope: data.get('scope'),
        sellers: data.get('sellers').split(/[\s,]+/).filter(Boolean),
        ...(days > 0 && { expires_in_s: days * 86400 }),
      }));
    },
    field('name', { name: 'name', required: true, maxlength: '64', autocomplete: 'off' }),
    h('label', null, w('scope'), h('select', { name: 'scope' }, ['read', 'write', 'admin'].map((scope) => h('option', { value: scope }, w(`scope_${scope}`))))),
    field('sellers', { name: 'sellers', required: true, list: 'seller-names', autocomplete: 'off' }),
    field('expires_days', { name: 'days', type: 'number', min: '1', max: '3650' }),
    h('button', { class: 'main' }, w('make_token')));
}

async function reveal(made) {
  secret.replaceChildren(h('div', { class: 'help' },
    h('p', null, w('token_once')), h('p', { class: 'secret' }, made.token), button('copy', made.view.id, () => copy(made.token))));
  await tokens();
}
