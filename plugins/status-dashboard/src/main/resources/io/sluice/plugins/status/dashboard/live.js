// The line to the server: server-sent events, asked for again when they end, with what is to be told of that.

const STALE_MILLIS = 5000;
const LOST_MILLIS = 12000;
const QUIET_MILLIS = 1500;

/**
 * Listens until the page is left.
 *
 * @param handlers by event, told the parsed data
 * @param tell told {state: 'live' | 'late' | 'lost', text, since} whenever that may have changed
 */
export function listen(handlers, tell) {
  const url = new URL('events', import.meta.url);
  let source = null;
  let heard = 0;
  let begun = performance.now();
  let tries = 0;
  let refusal = '';
  let timer = 0;

  function open() {
    clearTimeout(timer);
    source?.close();
    begun = performance.now();
    source = new EventSource(url);
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, event => {
        heard = performance.now();
        tries = 0;
        refusal = '';
        handle(JSON.parse(event.data));
        report();
      });
    }
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) {
        why();
        again();
      }
    });
  }

  /** A browser gives up when the answer is no stream: it is asked again, less and less often. */
  function again() {
    tries++;
    timer = setTimeout(open, Math.min(10000, 500 * 2 ** tries));
  }

  /** EventSource does not tell the status. */
  async function why() {
    try {
      const answer = await fetch(new URL('icon.svg', import.meta.url), { cache: 'no-store' });
      refusal = answer.ok ? 'the server takes no more listeners just now'
        : answer.status === 401 || answer.status === 403 ? 'the server asks for a token: load the page again'
        : 'the server answers with ' + answer.status;
    } catch (e) {
      refusal = '';
    }
    report();
  }

  function report() {
    const silent = performance.now() - (heard || begun);
    if (heard !== 0 && silent < QUIET_MILLIS + (source.readyState === EventSource.OPEN ? STALE_MILLIS - QUIET_MILLIS : 0)) {
      tell({ state: 'live', text: 'live', silent });
    } else if (heard === 0 && silent < QUIET_MILLIS && refusal === '') {
      tell({ state: 'late', text: 'connecting', silent });
    } else {
      tell({ state: 'lost', text: 'connection lost', silent, refusal, ever: heard !== 0 });
    }
  }

  setInterval(() => {
    const silent = performance.now() - Math.max(heard, begun);
    if (silent > LOST_MILLIS && source.readyState !== EventSource.CLOSED) {
      open();
    }
    report();
  }, 500);
  addEventListener('online', open);
  addEventListener('pageshow', event => event.persisted && open());
  addEventListener('pagehide', () => source?.close());
  open();
}
