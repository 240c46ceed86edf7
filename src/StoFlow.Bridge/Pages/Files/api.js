import { w } from './words.js';

const place = 'stoflow_token';

// The tab's own storage: it ends with the tab and no other page can read it.
export const token = {
  get: () => sessionStorage.getItem(place),
  set: (value) => sessionStorage.setItem(place, value),
  drop: () => sessionStorage.removeItem(place),
};

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code;
  }
}

export async function call(method, path, body) {
  const options = { method, headers: { Authorization: `Bearer ${token.get()}` }, credentials: 'omit', signal: AbortSignal.timeout(20_000) };
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(0, { detail: w('too_slow') });
  }
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new ApiError(response.status, answer ?? {});
  return answer;
}

/** Follows the bridge's events until `signal` ends; EventSource could not send the token. */
export async function follow(onEvent, onLive, signal) {
  for (let wait = 1000; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
    try {
      const response = await fetch('/api/events', { headers: { Authorization: `Bearer ${token.get()}` }, credentials: 'omit', signal });
      if (!response.ok) throw new Error(String(response.status));
      onLive(true);
      wait = 1000;
      await read(response.body.pipeThrough(new TextDecoderStream()).getReader(), onEvent);
    } catch {
      if (signal.aborted) return;
    }
    onLive(false);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function read(reader, onEvent) {
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (data) onEvent(JSON.parse(data.slice(6)));
    }
  }
}
