/** One server-sent event, as the HTML standard's event stream says it. */
export interface StreamEvent {
  id?: string;
  event: string;
  data: string;
}

/**
 * Reads an event stream piece by piece: pass each chunk of text, get the events that it completed. Chunks may be cut
 * anywhere. Comments (our heartbeats) and `retry` are passed over. Needed because EventSource cannot carry an
 * Authorization header.
 */
export function makeEventStreamReader(): (chunk: string) => StreamEvent[] {
  let rest = '';
  let begun = false;
  // A line feed at the start of a chunk belongs to the carriage return that ended the one before.
  let afterReturn = false;
  return (chunk) => {
    if (chunk === '') return [];
    let text = afterReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    afterReturn = chunk.endsWith('\r');
    if (!begun) text = text.replace(/^\ufeff/, '');
    begun = true;
    const blocks = (rest + text.replace(/\r\n?/g, '\n')).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap(eventOf);
  };
}

function eventOf(block: string): StreamEvent[] {
  let id: string | undefined;
  let event = '';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  if (data.length === 0) return [];
  return [
    { ...(id !== undefined && { id }), event: event === '' ? 'message' : event, data: data.join('\n') },
  ];
}
