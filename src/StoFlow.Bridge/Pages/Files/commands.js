import { call } from './api.js';
import { at, has, w } from './words.js';
import { button, h, show, table } from './dom.js';

const place = document.getElementById('commands');
const kinds = { done: 'good', failed: 'bad', unknown: 'bad', expired: 'warn', cancelled: 'warn' };

export async function commands(me) {
  const { commands: all } = await call('GET', '/api/commands?limit=25');
  show(place, all.length === 0
    ? h('p', { class: 'dim' }, w('command_none'))
    : table(['when', 'action', 'state', 'seller', 'site', 'backend', 'reason'], all.map((command) => one(command, me))));
}

function one(command, me) {
  const code = command.code ?? command.outcome?.code;
  const advice = code && (has(`code_${code}`) ? w(`code_${code}`) : command.detail ?? code);
  const waiting = command.state === 'queued' && (me.scope !== 'read' || !command.write);
  return h('tr', null,
    h('td', null, h('time', { datetime: command.created_at }, at(command.created_at))),
    h('td', { class: 'mono' }, command.action),
    h('td', { class: kinds[command.state] }, w(`state_${command.state}`)),
    h('td', null, command.seller), h('td', null, command.site), h('td', null, command.backend),
    h('td', null, advice ?? '', waiting && button('cancel', command.id, async () => {
      await call('POST', `/api/commands/${encodeURIComponent(command.id)}/cancel`);
      await commands(me);
    })));
}
