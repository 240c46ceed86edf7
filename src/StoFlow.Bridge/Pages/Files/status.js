import { call } from './api.js';
import { ago, w } from './words.js';
import { button, h, show } from './dom.js';

const place = document.getElementById('status');

export async function status(me) {
  const { plugin_available: available, browsers } = await call('GET', '/api/plugin/status');
  show(place,
    h('p', { class: `dot ${available ? 'good' : 'off warn'}` }, w(available ? 'plugin_connected' : 'plugin_absent')),
    browsers.length === 0 && h('p', { class: 'help' }, w(me.scope === 'admin' ? 'help_no_browser' : 'help_no_browser_ask')),
    browsers.map((browser) => one(browser, me)));
}

function one(browser, me) {
  const about = [browser.seller, browser.browser, browser.plugin_version && `plugin ${browser.plugin_version}`].filter(Boolean).join(' · ');
  return h('div', { class: 'item' },
    h('div', { class: 'row' },
      h('div', { class: 'grow' },
        h('strong', { class: `dot ${browser.online ? 'good' : 'off'}` }, browser.name), ' ',
        h('span', { class: 'dim' }, browser.online ? w('online') : `${w('offline')}, ${w('last_seen', ago(browser.last_seen))}`),
        h('div', { class: 'dim' }, about)),
      me.scope === 'admin' && button('rename', browser.id, () => rename(browser, me)),
      me.scope === 'admin' && button('revoke', browser.id, () => revoke(browser, me), 'bad')),
    h('ul', { class: 'sites' }, browser.sites.map(site)),
    troubles(browser).map((text) => h('p', { class: 'help' }, text)));
}

function site(entry) {
  const signedIn = !entry.permission ? w('permission_missing')
    : entry.signed_in == null ? w('not_known_yet')
    : !entry.signed_in ? w('signed_out')
    : entry.login ? w('signed_in', entry.login) : w('signed_in_plain');
  return h('li', { class: entry.permission && entry.signed_in !== false ? null : 'warn' },
    `${entry.site} : ${w(entry.tab === 'open' ? 'tab_open' : 'tab_none')}, ${signedIn}`);
}

/** What to do, one line for each thing that is not as it should be. */
function troubles(browser) {
  const lines = [];
  if (browser.problem === 'plugin_outdated') lines.push(w('help_plugin_outdated'));
  else if (!browser.online) lines.push(w('help_offline'));
  if (browser.paused) lines.push(w('help_paused'));
  for (const entry of browser.sites) {
    if (!entry.permission) lines.push(w('help_site_permission_missing', entry.site));
    else if (entry.signed_in === false) lines.push(w('help_not_signed_in', entry.site));
    else if (entry.tab === 'none' && browser.sites.length === 1) lines.push(w('help_no_site_tab', entry.site));
  }
  return lines;
}

async function rename(browser, me) {
  const name = prompt(w('rename_ask'), browser.name);
  if (name) await call('PATCH', `/api/browsers/${encodeURIComponent(browser.id)}`, { name });
  await status(me);
}

async function revoke(browser, me) {
  if (!confirm(w('revoke_browser_ask', browser.name))) return;
  await call('DELETE', `/api/browsers/${encodeURIComponent(browser.id)}`);
  await status(me);
}
