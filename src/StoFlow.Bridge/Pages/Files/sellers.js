import { call } from './api.js';
import { w } from './words.js';
import { button, field, form, h, show } from './dom.js';

const place = document.getElementById('sellers');
const list = h('div');

export async function sellers(me) {
  if (!list.isConnected) {
    place.replaceChildren(list);
    if (me.scope === 'admin')
      place.append(form(
        async (data) => { await call('POST', '/api/sellers', { name: data.get('name').trim() }); await sellers(me); },
        field('name', { name: 'name', required: true, maxlength: '64', pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]*', autocomplete: 'off' }),
        h('button', null, w('add'))));
  }
  const { sellers: all } = await call('GET', '/api/sellers');
  show(list, all.length === 0 ? h('p', { class: 'dim' }, w('seller_none')) : all.map((seller) => one(seller, me)));
  document.getElementById('seller-names')?.replaceChildren(...all.map((seller) => h('option', { value: seller.name })));
}

function one(seller, me) {
  return h('div', { class: 'item row' },
    h('div', { class: 'grow' }, h('strong', null, seller.name), ' ', h('span', { class: 'dim' }, w('browsers_n', seller.browsers))),
    me.scope === 'admin' && button('remove', seller.name, async () => {
      if (!confirm(w('remove_seller_ask', seller.name))) return;
      await call('DELETE', `/api/sellers/${encodeURIComponent(seller.name)}`);
      await sellers(me);
    }, 'bad'));
}
