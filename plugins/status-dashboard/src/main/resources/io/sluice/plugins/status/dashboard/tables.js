// Tables whose rows stay the same elements while their figures change. Whatever comes from outside becomes text, never HTML.

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className !== '') {
    made.className = className;
  }
  made.textContent = text;
  return made;
}

/** A word with a mark whose colour is not all that tells. */
export function pill(text, tone) {
  return { kind: 'pill', text, tone };
}

/** A text with a smaller one below. */
export function two(text, below, title = '') {
  return { kind: 'two', text, below, title };
}

/** A time that machines can read, too. */
export function at(text, iso) {
  return { kind: 'time', text, iso };
}

/** Several short texts, each with a count. */
export function chips(items) {
  return { kind: 'chips', items };
}

export function chip({ text, count, tone, title }) {
  const made = element('li', 'chip ' + tone);
  made.append(element('span', '', text), element('b', '', count));
  if (title) {
    made.title = title;
  }
  return made;
}

function fill(cell, value) {
  const now = typeof value === 'string' ? value : JSON.stringify(value);
  if (cell.shown === now) {
    return;
  }
  cell.shown = now;
  if (typeof value === 'string') {
    cell.textContent = value;
    return;
  }
  switch (value.kind) {
    case 'pill':
      cell.replaceChildren(element('span', 'pill ' + value.tone, value.text));
      break;
    case 'two':
      cell.replaceChildren(element('span', 'one', value.text), ...(value.below === '' ? [] : [element('small', '', value.below)]));
      cell.title = value.title;
      break;
    case 'time': {
      const time = element('time', '', value.text);
      time.dateTime = value.iso;
      cell.replaceChildren(time);
      break;
    }
    default: {
      const list = element('ul', 'chips');
      list.append(...value.items.map(chip));
      cell.replaceChildren(list);
    }
  }
}

export class Table {
  /**
   * @param place where it goes
   * @param caption what it is, for who cannot see it
   * @param columns each {title, number?, wide?, roomy?, value: row => text or what this module makes}; the first names its row
   * @param key row => what tells it from others
   * @param empty what stands there where the server has told that there is no row
   */
  constructor(place, caption, columns, key, empty) {
    this.place = place;
    this.columns = columns;
    this.key = key;
    this.rows = new Map();
    this.table = element('table');
    this.table.setAttribute('role', 'table');
    this.body = element('tbody');
    this.body.setAttribute('role', 'rowgroup');
    const head = element('thead');
    head.setAttribute('role', 'rowgroup');
    const line = element('tr');
    line.setAttribute('role', 'row');
    for (const column of columns) {
      const cell = element('th', column.number ? 'number' : '', column.title);
      cell.scope = 'col';
      cell.setAttribute('role', 'columnheader');
      line.append(cell);
    }
    head.append(line);
    this.table.append(element('caption', 'unseen', caption), head, this.body);
    this.none = empty;
    this.empty = element('p', 'empty', 'Nothing has been heard of the server yet.');
    place.tabIndex = 0;
    place.setAttribute('role', 'region');
    place.setAttribute('aria-label', caption);
    place.replaceChildren(this.table, this.empty);
    this.table.hidden = true;
  }

  show(rows) {
    const gone = new Set(this.rows.keys());
    let before = null;
    rows.forEach((row, i) => {
      let key = this.key(row);
      while (!gone.has(key) && this.rows.has(key) && this.rows.get(key).mark === rows) {
        key += '\u0000'; // the same twice
      }
      gone.delete(key);
      let line = this.rows.get(key);
      if (line === undefined) {
        line = this.make();
        this.rows.set(key, line);
      }
      line.mark = rows;
      this.columns.forEach((column, c) => fill(line.cells[c], column.value(row, i)));
      const place = before === null ? this.body.firstChild : before.nextSibling;
      if (line !== place) {
        this.body.insertBefore(line, place);
      }
      before = line;
    });
    for (const key of gone) {
      this.rows.get(key).remove();
      this.rows.delete(key);
    }
    this.table.hidden = rows.length === 0;
    this.empty.textContent = this.none;
    this.empty.hidden = rows.length !== 0;
  }

  make() {
    const line = element('tr');
    line.setAttribute('role', 'row');
    this.columns.forEach((column, i) => {
      const cell = element(i === 0 ? 'th' : 'td', ['number', 'wide', 'roomy'].filter(name => column[name]).join(' '));
      cell.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
      if (i === 0) {
        cell.scope = 'row';
      }
      cell.dataset.label = column.title;
      line.append(cell);
    });
    return line;
  }
}
