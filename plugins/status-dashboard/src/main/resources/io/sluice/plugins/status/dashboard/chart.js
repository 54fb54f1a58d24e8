// Lines over time in SVG, drawn anew each second.

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 190;
const TOP = 10;
const BOTTOM = 24;
const RIGHT = 8;

function svg(name, attributes = {}, text = null) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== null) {
    made.textContent = text;
  }
  return made;
}

function html(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Round steps from 0 to at least `top`: 1, 2 or 5 times a power of ten, three to five of them. */
export function ticks(top, least) {
  const wanted = Math.max(top, least);
  const rough = wanted / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(least / 4, [1, 2, 5, 10].map(n => n * power).find(n => n >= rough * 0.999));
  const found = [];
  for (let value = 0; ; value += step) {
    found.push(value);
    if (value >= wanted * 0.999) {
      return found;
    }
  }
}

export class Chart {
  /**
   * @param figure a figure with its caption
   * @param name what is shown, for who cannot see it
   * @param series each {label, value: point => number or null}; the first one's area is filled
   * @param format how values are written
   */
  constructor(figure, name, series, format) {
    this.name = name;
    this.series = series;
    this.format = format;
    this.points = [];
    this.millis = 300_000;
    this.now = 0;
    this.width = 0;
    const legend = html('span', 'legend');
    this.values = series.map((one, i) => {
      const item = html('span', 'key s' + i);
      const value = html('b', '', '');
      item.append(html('i', ''), one.label === '' ? '' : one.label + ' ', value);
      legend.append(item);
      return value;
    });
    figure.querySelector('figcaption').append(legend);
    this.plot = html('div', 'plot');
    this.picture = svg('svg', { role: 'img', height: HEIGHT });
    this.tip = html('div', 'tip');
    this.tip.hidden = true;
    this.plot.append(this.picture, this.tip);
    figure.append(this.plot);
    this.plot.addEventListener('pointermove', event => this.point(event));
    this.plot.addEventListener('pointerleave', () => this.unpoint());
    new ResizeObserver(entries => {
      this.width = Math.floor(entries[0].contentRect.width);
      this.draw();
    }).observe(this.plot);
  }

  show(points, now, millis) {
    this.points = points;
    this.now = now;
    this.millis = millis;
    this.draw();
  }

  /** How far left of the labels the lines begin depends on the labels. */
  measure(steps) {
    const longest = Math.max(...steps.map(step => this.format(step).length));
    this.left = 14 + longest * 7;
    this.top = steps[steps.length - 1];
  }

  x(at) {
    return this.left + (this.width - this.left - RIGHT) * (1 - (this.now - at) / this.millis);
  }

  y(value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / this.top);
  }

  draw() {
    if (this.width < 50 || this.now === 0) {
      return;
    }
    const seen = this.visible();
    const values = seen.flatMap(point => this.series.map(one => one.value(point))).filter(value => value !== null);
    const highest = values.reduce((a, b) => Math.max(a, b), 0);
    const steps = ticks(highest, 4);
    this.measure(steps);
    this.picture.setAttribute('width', this.width);
    this.picture.setAttribute('viewBox', `0 0 ${this.width} ${HEIGHT}`);
    const parts = [];
    for (const step of steps) {
      const y = Math.round(this.y(step)) + 0.5;
      parts.push(svg('line', { class: step === 0 ? 'axis' : 'grid', x1: this.left, x2: this.width - RIGHT, y1: y, y2: y }));
      parts.push(svg('text', { class: 'label', x: this.left - 8, y: y + 4, 'text-anchor': 'end' }, this.format(step)));
    }
    parts.push(...this.times());
    const lines = this.series.map(one => this.runs(seen, one));
    for (const run of lines[0]) {
      parts.push(svg('path', { class: 'area s0', d: `${run.path}L${run.last},${this.y(0)}L${run.first},${this.y(0)}Z` }));
    }
    lines.forEach((runs, i) => runs.forEach(run => parts.push(svg('path', { class: 'line s' + i, d: run.path }))));
    const last = seen[seen.length - 1];
    this.series.forEach((one, i) => {
      const value = last === undefined ? null : one.value(last);
      this.values[i].textContent = value === null ? '' : this.format(value);
      if (value !== null) {
        parts.push(svg('circle', { class: 'dot s' + i, cx: this.x(last.at), cy: this.y(value), r: 3.5 }));
      }
    });
    this.rule = svg('g', { class: 'rule' });
    parts.push(this.rule);
    this.picture.replaceChildren(...parts);
    this.describe(last, highest);
    if (this.pointed !== undefined) {
      this.mark();
    }
  }

  visible() {
    const from = this.now - this.millis;
    const first = this.points.findIndex(point => point.at >= from);
    return first < 0 ? [] : this.points.slice(first);
  }

  describe(last, highest) {
    const now = this.series.map((one, i) => (one.label + ' ' + this.values[i].textContent).trim()).join(', ');
    const minutes = Math.round(this.millis / 60_000);
    const text = `${this.name}: ${last === undefined ? 'nothing known yet' : now} now; `
      + `${this.format(highest)} at most in the last ${minutes === 1 ? 'minute' : minutes + ' minutes'}`;
    this.picture.setAttribute('aria-label', text);
  }

  times() {
    const step = this.millis / 5;
    const marks = [];
    const room = Math.floor((this.width - this.left) / 62);
    const every = room >= 5 ? 1 : room >= 3 ? 2 : 5;
    for (let i = 0; i <= 5; i += 1) {
      if ((5 - i) % every !== 0) {
        continue;
      }
      const before = step * (5 - i);
      const x = this.x(this.now - before);
      const text = before === 0 ? 'now' : before < 60_000 ? `\u2212${before / 1000} s` : `\u2212${before / 60_000} min`;
      const anchor = before === 0 ? 'end' : before === this.millis ? 'start' : 'middle';
      marks.push(svg('text', { class: 'label', x, y: HEIGHT - 6, 'text-anchor': anchor }, text));
    }
    return marks;
  }

  /** One path for each stretch without a gap. */
  runs(points, one) {
    const found = [];
    let run = null;
    let before = 0;
    for (const point of points) {
      const value = one.value(point);
      if (value === null || point.at - before > 4000) {
        run = null;
      }
      before = point.at;
      if (value === null) {
        continue;
      }
      const x = this.x(point.at).toFixed(1);
      if (run === null) {
        run = { path: '', first: x, last: x };
        found.push(run);
      }
      run.path += `${run.path === '' ? 'M' : 'L'}${x},${this.y(value).toFixed(1)}`;
      run.last = x;
    }
    return found;
  }

  point(event) {
    const x = event.clientX - this.plot.getBoundingClientRect().left;
    this.pointed = Math.min(Math.max(x, this.left), this.width - RIGHT);
    this.mark();
  }

  unpoint() {
    this.pointed = undefined;
    this.rule?.replaceChildren();
    this.tip.hidden = true;
  }

  mark() {
    let nearest = null;
    for (const point of this.visible()) {
      if (nearest === null || Math.abs(this.x(point.at) - this.pointed) < Math.abs(this.x(nearest.at) - this.pointed)) {
        nearest = point;
      }
    }
    if (nearest === null) {
      return this.unpoint();
    }
    const x = this.x(nearest.at);
    const marks = [svg('line', { x1: x, x2: x, y1: TOP, y2: HEIGHT - BOTTOM })];
    const lines = [html('time', '', new Date(nearest.at).toLocaleTimeString())];
    this.series.forEach((one, i) => {
      const value = one.value(nearest);
      if (value !== null) {
        marks.push(svg('circle', { class: 'dot s' + i, cx: x, cy: this.y(value), r: 4 }));
      }
      const line = html('span', 'key s' + i);
      line.append(html('i', ''), one.label === '' ? '' : one.label + ' ',
        html('b', '', value === null ? '\u2013' : this.format(value)));
      lines.push(line);
    });
    this.rule.replaceChildren(...marks);
    this.tip.replaceChildren(...lines);
    this.tip.hidden = false;
    const room = this.width - this.tip.offsetWidth;
    this.tip.style.left = Math.max(0, Math.min(room, x > this.width / 2 ? x - this.tip.offsetWidth - 12 : x + 12)) + 'px';
  }
}
