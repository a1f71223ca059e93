/** One server-sent event, as the HTML standard's event stream says it. */
export interface StreamEvent {
  id?: string;
  event: string;
  data: string;
}

/**
 * Reads an event stream piece by piece: pass each chunk of text, get the events that it completed. Comments (our
 * heartbeats) and `retry` are passed over. Needed because EventSource cannot carry an Authorization header.
 */
export function makeEventStreamReader(): (chunk: string) => StreamEvent[] {
  let rest = '';
  return (chunk) => {
    const blocks = (rest + chunk).replace(/\r\n?/g, '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      let id: string | undefined;
      let event = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const colon = line.indexOf(':');
        if (colon === 0) continue;
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'id') id = value;
        else if (field === 'event') event = value;
        else if (field === 'data') data.push(value);
      }
      return data.length === 0 ? [] : [{ ...(id !== undefined && { id }), event, data: data.join('\n') }];
    });
  };
}
