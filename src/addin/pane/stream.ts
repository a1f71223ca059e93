/** One server-sent event (HTML Standard, section 9.2). */
export interface StreamEvent {
  event: string;
  data: string;
  /** Last id seen, this event's own included; '' if none ever was. */
  id: string;
}

/**
 * Parses a stream of server-sent events in pieces, cut anywhere. By hand, since the browser's own EventSource cannot
 * send an Authorization header.
 */
export function streamParser(onEvent: (event: StreamEvent) => void): (piece: string) => void {
  let rest = '';
  let started = false;
  let event = '';
  let data: string[] = [];
  let id = '';

  const line = (text: string): void => {
    if (text === '') {
      if (data.length > 0) onEvent({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  };

  return (piece) => {
    rest += piece;
    if (!started && rest !== '') {
      started = true;
      rest = rest.replace(/^\uFEFF/, '');
    }
    for (;;) {
      const end = /\r\n|\n|\r/.exec(rest);
      // A CR at the very end may be the first half of a CRLF.
      if (!end || (end[0] === '\r' && end.index === rest.length - 1)) return;
      const text = rest.slice(0, end.index);
      rest = rest.slice(end.index + end[0].length);
      line(text);
    }
  };
}

/** Milliseconds until the next try: 1 s, 2 s, 4 s … 30 s, spread by a quarter so that panes do not come in step. */
export const retryDelay = (failures: number, random: number): number =>
  Math.min(30_000, 1000 * 2 ** Math.min(failures, 5)) * (0.875 + random / 4);
