const LONGEST_HEADER = 1024 * 1024;

/**
 * A mail's bytes without its Bcc field (RFC 5322, 3.6.3): a sent copy names there who was hidden from the others. All
 * else stays byte for byte.
 */
export async function* withoutBcc(mail: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of mail) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = headEnd(head);
    if (end === undefined && head.length < LONGEST_HEADER) continue;
    const cut = end ?? head.length;
    yield dropBcc(head.subarray(0, cut));
    yield head.subarray(cut);
    head = undefined;
  }
  if (head && head.length > 0) yield dropBcc(head);
}

/** Behind the line that is the last of the head. */
function headEnd(bytes: Buffer): number | undefined {
  const ends = ['\r\n\r\n', '\n\n'].flatMap((blank) => {
    const at = bytes.indexOf(blank);
    return at < 0 ? [] : [at + blank.length / 2];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Folded lines, which begin with white space, go with their field. */
const dropBcc = (head: Buffer): Buffer =>
  Buffer.from(
    head
      .toString('latin1')
      .replace(/(^|\n)(?:(?:resent-)?bcc[ \t]*:[^\n]*(?:\n|$)(?:[ \t][^\n]*(?:\n|$))*)+/gi, '$1'),
    'latin1',
  );
