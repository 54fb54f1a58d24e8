// Puts what the server tells into the page.

import { Chart } from './chart.js';
import { listen } from './live.js';
import { Table, at, chip, chips, pill, two } from './tables.js';
import * as text from './format.js';

const KEPT_MILLIS = 15 * 60_000;
const $ = id => document.getElementById(id);
const set = (id, value) => {
  if ($(id).textContent !== value) {
    $(id).textContent = value;
  }
};

// ---- rates

/** Points of the charts: samples, and what passed each second since the sample before. */
let points = [];
const FIELDS = ['at', 'tunnels', 'opened', 'closed', 'messagesIn', 'messagesOut', 'bytesIn', 'bytesOut', 'requests'];
const sampleOf = values => Object.fromEntries(FIELDS.map((name, i) => [name, values[i]]));

/** So much a second between two counts; null where that is not known, as after a restart of the server. */
function rate(now, before, field, seconds) {
  const grown = before === undefined ? NaN : now[field] - before[field];
  return grown >= 0 && seconds > 0 ? grown / seconds : null;
}

function pointOf(sample, before) {
  const seconds = before === undefined ? 0 : (sample.at - before.at) / 1000;
  const known = seconds > 0 && seconds < 10 ? before : undefined;
  return {
    ...sample,
    in: rate(sample, known, 'messagesIn', seconds),
    out: rate(sample, known, 'messagesOut', seconds),
    dataIn: rate(sample, known, 'bytesIn', seconds),
    dataOut: rate(sample, known, 'bytesOut', seconds),
    asked: rate(sample, known, 'requests', seconds),
  };
}

function add(sample) {
  const last = points[points.length - 1];
  if (last !== undefined && sample.at <= last.at) {
    if (sample.at === last.at) {
      return;
    }
    points = []; // the clock was set back
  }
  points.push(pointOf(sample, points[points.length - 1]));
  while (points[0].at < sample.at - KEPT_MILLIS) {
    points.shift();
  }
}

/** What the server has kept, with what this page has seen itself. */
function merge(history) {
  const samples = new Map();
  for (const one of [...history.map(sampleOf), ...points]) {
    samples.set(one.at, Object.fromEntries(FIELDS.map(name => [name, one[name]])));
  }
  points = [];
  [...samples.values()].sort((a, b) => a.at - b.at).forEach(add);
}

/** Rates of routes and endpoints, by a key of theirs, from one state to the next. */
class Rates {
  before = new Map();
  seconds = 0;

  next(rows, seconds) {
    this.rows = this.before;
    this.before = new Map(rows);
    this.seconds = seconds;
  }

  of(key, row, field) {
    return rate(row, this.rows.get(key), field, this.seconds);
  }
}

// ---- tables

const both = (a, b) => (a === null || b === null ? null : a + b);
const perSecond = value => text.short(value);
const dataPerSecond = value => (value === null ? text.NONE : text.bytes(value));
const closingText = ([reason, code]) => (code === 'none' || code === '' ? reason : `${reason} ${code}`);

function closingChips(closings, most) {
  const sorted = [...closings].sort((a, b) => b[2] - a[2]);
  const shown = sorted.slice(0, most).map(one => ({
    text: closingText(one),
    count: text.count(one[2]),
    tone: text.tone(one[0]),
    title: text.codeName(one[1]),
  }));
  const rest = sorted.slice(most).reduce((sum, one) => sum + one[2], 0);
  if (rest > 0) {
    shown.push({ text: 'others', count: text.count(rest), tone: 'calm', title: '' });
  }
  return shown;
}

const routeRates = new Rates();
const pair = (a, b, format) => `${format(a)} / ${format(b)}`;
const routes = new Table($('t-routes'), 'Routes', [
  { title: 'Route', wide: true, value: row => (row.name === 'none' ? two('none', 'refused, or for the admin listener') : row.name) },
  { title: 'Tunnels', number: true, value: row => text.count(row.tunnels) },
  { title: 'Opened', number: true, value: row => text.count(row.opened) },
  { title: 'Messages/s in / out', number: true, value: row => pair(
    routeRates.of(row.name, row, 'messagesIn'), routeRates.of(row.name, row, 'messagesOut'), perSecond) },
  { title: 'Data/s in / out', number: true, value: row => pair(
    routeRates.of(row.name, row, 'bytesIn'), routeRates.of(row.name, row, 'bytesOut'), dataPerSecond) },
  { title: 'Requests/s', number: true, value: row => perSecond(routeRates.of(row.name, row, 'requests')) },
  { title: 'Closings', roomy: true, value: row => chips(closingChips(row.closings, 4)) },
], row => row.name, 'No request has come yet.');

const STATES = { up: 'good', full: 'note', draining: 'note', down: 'off', failing: 'bad', unhealthy: 'bad' };
const endpointRates = new Rates();
const endpointKey = row => `${row.upstream}\u0000${row.name}\u0000${row.address}`;
const about = row => [row.upstream, row.address === row.name ? '' : row.address, row.weight === 1 ? '' : `weight ${row.weight}`,
  row.backup ? 'backup' : ''].filter(word => word !== '').join(', ');
const endpoints = new Table($('t-endpoints'), 'Endpoints', [
  { title: 'Endpoint', value: row => two(row.name, about(row)) },
  { title: 'State', value: row => pill(row.state, STATES[row.state] ?? 'note') },
  { title: 'Tunnels', number: true, value: row => text.count(row.tunnels) },
  { title: 'Active', number: true, value: row => text.count(row.active) },
  { title: 'Chosen/s', number: true, value: row => perSecond(endpointRates.of(endpointKey(row), row, 'chosen')) },
  { title: 'Messages/s in / out', number: true, value: row => pair(endpointRates.of(endpointKey(row), row, 'messagesIn'),
    endpointRates.of(endpointKey(row), row, 'messagesOut'), perSecond) },
  { title: 'Data/s in / out', number: true, value: row => pair(endpointRates.of(endpointKey(row), row, 'bytesIn'),
    endpointRates.of(endpointKey(row), row, 'bytesOut'), dataPerSecond) },
  { title: 'Closings', wide: true, value: row => chips(closingChips(row.closings, 3)) },
  { title: 'Failures', wide: true, value: row => two(text.count(row.failures), row.lastFailure) },
], endpointKey, 'The configuration has no upstream.');

const SIDES = { client: 'client', upstream: 'endpoint', proxy: 'Sluice' };
let now = Date.now();
const closings = new Table($('t-closings'), 'Recent closings', [
  { title: 'Time', value: row => at(text.time(row.at, now), text.iso(row.at)) },
  { title: 'Client', value: row => row.client },
  { title: 'Route', wide: true, value: row => row.route },
  { title: 'Endpoint', value: row => two(row.endpoint, row.upstream) },
  { title: 'Open for', number: true, value: row => text.span(row.open) },
  { title: 'Messages in / out', number: true, value: row => two(
    pair(row.messagesIn, row.messagesOut, text.count), pair(row.bytesIn, row.bytesOut, text.bytes)) },
  { title: 'Ending', value: row => pill(row.ending, text.tone(row.ending)) },
  { title: 'By', value: row => SIDES[row.by] ?? text.NONE },
  { title: 'Code and reason', roomy: true, value: row => (row.code < 0 ? text.NONE
    : two(`${row.code} ${text.codeName(row.code)}`.trim(), row.reason)) },
], row => `${row.at} ${row.client} ${row.open}`, 'No tunnel has been closed yet.');

const PLUGIN_STATES = { 'in force': 'good', loaded: 'note', 'serving old': 'note', waiting: 'note', failed: 'bad' };
const plugins = new Table($('t-plugins'), 'Plugins', [
  { title: 'Plugin', value: row => two(row.id || row.jar, row.extensions.join(', ') || row.reason, row.jar) },
  { title: 'Version', value: row => row.version || text.NONE },
  { title: 'State', value: row => (row.reason ? two(row.state, row.reason) : pill(row.state, PLUGIN_STATES[row.state] ?? 'note')) },
  { title: 'Since', value: row => at(text.time(row.since, now), text.iso(row.since)) },
  { title: 'Serving', number: true, value: row => text.count(row.exchanges) },
], row => `${row.id}\u0000${row.jar}\u0000${row.since}`, 'Nothing is known of plugins.');

// ---- charts

const charts = [
  new Chart($('chart-tunnels'), 'Open tunnels', [{ label: '', value: point => point.tunnels }], text.short),
  new Chart($('chart-messages'), 'Messages per second',
    [{ label: 'from clients', value: point => point.in }, { label: 'to clients', value: point => point.out }], text.short),
];
let minutes = 5;

function draw() {
  const last = points[points.length - 1];
  charts.forEach(chart => chart.show(points, last === undefined ? 0 : last.at, minutes * 60_000));
}

for (const button of $('spans').querySelectorAll('button')) {
  button.addEventListener('click', () => {
    minutes = Number(button.dataset.minutes);
    $('spans').querySelectorAll('button').forEach(one => one.setAttribute('aria-pressed', String(one === button)));
    draw();
  });
}

// ---- what the server tells

let lastState = null;

function tiles(state, point) {
  set('n-tunnels', text.count(point.tunnels));
  set('n-tunnels-more', `${text.count(point.opened)} opened, ${text.count(point.closed)} closed`);
  set('n-messages', perSecond(both(point.in, point.out)));
  set('n-messages-more', `${perSecond(point.in)} in, ${perSecond(point.out)} out`);
  set('n-bytes', dataPerSecond(both(point.dataIn, point.dataOut)));
  set('n-bytes-more', `${dataPerSecond(point.dataIn)} in, ${dataPerSecond(point.dataOut)} out`);
  set('n-requests', perSecond(point.asked));
  set('n-requests-more', `${text.short(point.requests)} since the start`);
  set('n-connections', text.count(state.connections));
  set('n-connections-more', 'with this page\u2019s own');
  set('n-endpoints', text.count(state.endpointsUsed));
  set('n-endpoints-more', `of ${text.count(state.endpoints)}`);
  $('n-endpoints').parentElement.classList.toggle('alarm', state.endpointsUsed < state.endpoints);
}

function showState(state) {
  const sample = sampleOf(state.sample);
  now = sample.at;
  add(sample);
  const seconds = lastState === null ? 0 : (sample.at - lastState.sample[0]) / 1000;
  lastState = state;
  tiles(state, points[points.length - 1]);
  set('about', `${state.version}, up ${text.span(state.uptime * 1000)}`);
  document.title = `${text.short(sample.tunnels)} tunnels \u00b7 Sluice`;
  draw();
  routeRates.next(state.routes.map(row => [row.name, row]), seconds);
  routes.show(state.routes);
  set('m-routes', state.moreRoutes > 0 ? `${text.count(state.moreRoutes)} less busy ones are not shown` : '');
  const all = state.upstreams.flatMap(upstream => upstream.endpoints.map(one => ({ ...one, upstream: upstream.name })));
  endpointRates.next(all.map(row => [endpointKey(row), row]), seconds);
  endpoints.show(all);
  const waiting = state.upstreams.filter(upstream => upstream.waiting > 0)
    .map(upstream => `${text.count(upstream.waiting)} requests wait for ${upstream.name}`);
  const more = state.moreEndpoints > 0 ? [`${text.count(state.moreEndpoints)} more are not shown`] : [];
  set('m-endpoints', [...waiting, ...more].join('; '));
  const reasons = JSON.stringify(state.closings);
  if ($('reasons').shown !== reasons) {
    $('reasons').shown = reasons;
    $('reasons').replaceChildren(...closingChips(state.closings, 12).map(chip));
  }
}

function showConfiguration(configuration) {
  const facts = [
    ['Generation', String(configuration.generation)],
    ['In force since', text.time(configuration.since, now)],
    ['File', configuration.file || text.NONE],
    ...configuration.listeners.map(one => [`Listener ${one.name}`, one.address + (one.tls ? ', TLS' : '')]),
  ];
  const reload = configuration.reload;
  facts.push(['Last reload', reload === null ? 'none since the start'
    : `${reload.refused ? 'refused' : 'done'} at ${text.time(reload.at, now)}, ${text.span(reload.millis)}`]);
  $('configuration').replaceChildren(...facts.map(([name, value]) => {
    const row = document.createElement('div');
    row.append(document.createElement('dt'), document.createElement('dd'));
    row.firstChild.textContent = name;
    row.lastChild.textContent = value;
    return row;
  }));
  const messages = reload === null ? [] : reload.messages.length > 0 || reload.refused ? reload.messages : ['nothing has changed'];
  $('reload').hidden = messages.length === 0;
  $('reload').className = 'messages ' + (reload?.refused ? 'bad' : 'calm');
  $('reload').replaceChildren(...messages.map(message => {
    const line = document.createElement('li');
    line.textContent = message;
    return line;
  }));
}

listen({
  history: merge,
  state: showState,
  closings: rows => {
    closings.show(rows);
    set('m-closings', rows.length === 0 ? '' : rows.length === 1 ? 'the last one' : `the last ${rows.length}`);
  },
  plugins: rows => {
    plugins.show(rows);
    set('m-plugins', `${text.count(rows.length)} generations`);
  },
  configuration: showConfiguration,
}, status => {
  const link = $('link');
  set('link', status.text);
  link.className = 'pill ' + (status.state === 'live' ? 'good beat' : status.state === 'late' ? 'note' : 'bad');
  const lost = status.state === 'lost';
  document.body.classList.toggle('stale', lost);
  $('trouble').hidden = !lost;
  set('trouble', !lost ? ''
    : (status.ever ? 'The connection to Sluice is lost: what you see is not of this moment. ' : 'No connection to Sluice. ')
      + (status.refusal ? `It says: ${status.refusal}. ` : '') + 'Trying again.');
});

// ---- the theme

const THEMES = ['auto', 'light', 'dark'];

function theme(chosen) {
  if (chosen === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
  set('theme', `Theme: ${chosen}`);
}

theme(document.documentElement.dataset.theme ?? 'auto');
$('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? 'auto') + 1) % THEMES.length];
  theme(next);
  try {
    localStorage.setItem('sluice-theme', next);
  } catch (e) {
    // it holds for this page alone
  }
});
