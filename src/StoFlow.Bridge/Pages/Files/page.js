import { audit } from './audit.js';
import { call, follow, token } from './api.js';
import { commands } from './commands.js';
import { toast } from './dom.js';
import { lanes } from './lanes.js';
import { pairing } from './pairing.js';
import { sellers } from './sellers.js';
import { status } from './status.js';
import { tokens } from './tokens.js';
import { fill, language, w } from './words.js';

const by = (id) => document.getElementById(id);
document.documentElement.lang = language;
fill(document);

by('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  token.set(by('token').value.trim());
  await enter();
});
by('sign-out').addEventListener('click', () => {
  token.drop();
  location.reload();
});

async function enter() {
  try {
    const me = await call('GET', '/api/me');
    by('token').value = '';
    open(me);
  } catch (problem) {
    if (problem.status === 401) token.drop();
    by('sign-in').hidden = false;
    by('sign-in-error').textContent = problem.status === 401 ? w('token_refused') : problem.message;
    by('token').focus();
  }
}

function open(me) {
  by('sign-in').hidden = true;
  by('house').hidden = by('sign-out').hidden = false;
  by('remote').hidden = !me.remote;
  by('bridge-name').textContent = `· ${me.bridge_name} · ${me.version}`;
  for (const card of document.querySelectorAll('.admin')) card.hidden = me.scope !== 'admin';

  const admin = me.scope === 'admin';
  const parts = { status, lanes, commands, sellers, audit, ...(admin && { tokens }) };
  const soon = refresher(parts, me);
  if (admin) pairing(() => soon('status', 'sellers', 'audit'));
  soon(...Object.keys(parts));
  const leave = new AbortController();
  const changes = { command: ['commands', 'lanes', 'audit'], browser: ['status', 'audit'], lane: ['lanes', 'audit'] };
  follow((event) => soon(...(changes[event.kind] ?? Object.keys(parts))), live, leave.signal);
  // What no event tells (times, a bridge that went away) shows within ten seconds.
  setInterval(() => { if (!document.hidden) soon('status', 'lanes', 'commands', 'audit'); }, 10_000);
}

/** Runs each part at most twice a second, however many events come. */
function refresher(parts, me) {
  const due = new Set();
  let timer;
  const run = async () => {
    timer = undefined;
    const names = [...due];
    due.clear();
    const results = await Promise.allSettled(names.map((name) => parts[name](me)));
    const problem = results.find((result) => result.status === 'rejected')?.reason;
    if (problem?.status === 401) {
      token.drop();
      location.reload();
    } else if (problem) toast(problem.message);
  };
  return (...names) => {
    for (const name of names) if (parts[name]) due.add(name);
    timer ??= setTimeout(run, 300);
  };
}

function live(on) {
  by('live').textContent = w(on ? 'live' : 'not_live');
  by('live').className = on ? 'good' : 'warn';
}

if (token.get()) await enter();
else {
  by('sign-in').hidden = false;
  by('token').focus();
}
