import { useEffect, useRef, type RefObject } from 'react';
import type { Shell } from './start-session';

/** `…/outlook?as=alice&to=bob@partner.example&subject=Hello` opens with a mail begun, as Outlook's own links do. */
export function useComposeLink(shell: RefObject<Shell>): void {
  const done = useRef(false);
  useEffect(() => {
    const query = new URLSearchParams(location.search);
    const to = query.get('to');
    if (to === null || done.current) return;
    done.current = true;
    shell.current.newMessage({
      to: [to],
      cc: [],
      bcc: [],
      subject: query.get('subject') ?? '',
      htmlBody: '',
    });
  }, [shell]);
}
