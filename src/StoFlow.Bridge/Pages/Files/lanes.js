import { call } from './api.js';
import { at, has, w } from './words.js';
import { button, h, show } from './dom.js';

const place = document.getElementById('lanes');

export async function lanes(me) {
  const { lanes: all } = await call('GET', '/api/lanes');
  show(place, all.length === 0 ? h('p', { class: 'dim' }, w('lane_none')) : all.map((lane) => one(lane, me)));
}

function one(lane, me) {
  const paused = lane.state === 'paused';
  const change = async (to) => {
    await call('POST', `/api/lanes/${encodeURIComponent(lane.seller)}/${encodeURIComponent(lane.site)}/${to}`);
    await lanes(me);
  };
  const help = `help_${lane.code}`;
  return h('div', { class: 'item' },
    h('div', { class: 'row' },
      h('div', { class: 'grow' },
        h('strong', { class: `dot ${paused ? 'off warn' : 'good'}` }, `${lane.seller} · ${lane.site}`),
        h('div', { class: 'dim' },
          [w(paused ? 'lane_paused' : 'lane_running'), lane.until && w('lane_until', at(lane.until)), w('waiting', lane.waiting), w('running_n', lane.running)]
            .filter(Boolean).join(' · '))),
      me.scope !== 'read' && button(paused ? 'resume' : 'pause', `${lane.seller}/${lane.site}`, () => change(paused ? 'resume' : 'pause'), paused ? 'main' : null)),
    paused && h('p', { class: 'help' }, has(help) ? w(help) : lane.detail ?? ''));
}
