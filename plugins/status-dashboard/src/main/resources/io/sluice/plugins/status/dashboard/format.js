// Numbers, times and words as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export const NONE = '\u2013';

/** A count in full. */
export function count(n) {
  return whole.format(n);
}

/** A number that may be large or a fraction: 0, 0.4, 37, 12.4k, 3.1M. */
export function short(n) {
  if (n === null || n === undefined || Number.isNaN(n)) {
    return NONE;
  }
  if (n >= 1e9) {
    return tenths.format(n / 1e9) + 'G';
  }
  if (n >= 1e6) {
    return tenths.format(n / 1e6) + 'M';
  }
  if (n >= 1e4) {
    return tenths.format(n / 1e3) + 'k';
  }
  return n < 9.95 ? tenths.format(n) : whole.format(n);
}

/** Bytes with decimal units: 0 B, 812 B, 1.4 kB. */
export function bytes(n) {
  if (n === null || n === undefined || Number.isNaN(n)) {
    return NONE;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let value = n;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit === 0 || value >= 99.5 ? whole : tenths).format(value) + '\u00a0' + units[unit];
}

/** A length of time: 40 ms, 3.2 s, 5 min 12 s, 3 h 5 min, 2 d 4 h. */
export function span(millis) {
  if (millis < 1000) {
    return Math.round(millis) + '\u00a0ms';
  }
  const seconds = millis / 1000;
  if (seconds < 59.95) {
    return tenths.format(seconds) + '\u00a0s';
  }
  const s = Math.floor(seconds);
  const parts = [[Math.floor(s / 86400), 'd'], [Math.floor(s / 3600) % 24, 'h'], [Math.floor(s / 60) % 60, 'min'], [s % 60, 's']];
  const first = parts.findIndex(([n]) => n > 0);
  return parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => n + '\u00a0' + unit).join(' ');
}

/** The time of day where it was within the last twelve hours, else the date, too. */
export function time(millis, now) {
  return (now - millis < 43_200_000 ? clock : moment).format(new Date(millis));
}

export function iso(millis) {
  return new Date(millis).toISOString();
}

/** What registered close codes mean: RFC 6455 section 7.4, and IANA's registry. */
const CODES = {
  1000: 'normal', 1001: 'going away', 1002: 'protocol error', 1003: 'unacceptable data', 1005: 'no code', 1006: 'cut off',
  1007: 'invalid data', 1008: 'policy', 1009: 'too big', 1010: 'extension missing', 1011: 'server error', 1012: 'restart',
  1013: 'try again later', 1014: 'bad gateway', 1015: 'TLS failure',
};

export function codeName(code) {
  return CODES[code] ?? '';
}

/** How grave an ending is: good, note or bad. */
export function tone(ending) {
  if (ending === 'client-close' || ending === 'upstream-close' || ending === 'ok') {
    return 'calm';
  }
  return ending === 'proxy-close' || ending.startsWith('tunnel-') || ending === 'client-closed' ? 'note' : 'bad';
}
