import { openChannel, type Channel, type ChannelHost } from './channel';
import { leaveFrame, wayOut } from './leave-frame';
import { frameName, type FrameStart } from './wire';

export interface SurfaceChoices {
  url: string;
  /** Where the frame goes. */
  parent: HTMLElement;
  title: string;
  hidden: boolean;
  locale: string;
  face?: FrameStart['face'];
  host: (controlId: string) => ChannelHost;
  /** Other messages of the frame's window and origin: nested sign-in travels beside office.js. */
  onOther: (data: unknown, reply: (text: string) => void) => void;
}

/** One add-in frame with its conversation. */
export interface Surface {
  frame: HTMLIFrameElement;
  channel: Channel;
  /** Loads the page anew, in a new conversation of the same frame. */
  reload: () => void;
  close: () => void;
}

/** Puts an add-in page into a frame, named so that office.js finds its host. */
export function openSurface(choices: SurfaceChoices): Surface {
  const { url, parent, locale, face } = choices;
  const addinOrigin = new URL(url).origin;
  const controlId = newId('ctl');
  const conversationId = newId('conv');
  const frame = document.createElement('iframe');
  frame.title = choices.title;
  frame.name = frameName({ conversationId, controlId, hostOrigin: location.origin, locale, face });
  frame.hidden = choices.hidden;
  frame.src = url;
  const post = (text: string, targetOrigin: string) => frame.contentWindow?.postMessage(text, targetOrigin);
  const channel = openChannel({
    conversationId,
    hostOrigin: location.origin,
    addinOrigin,
    source: () => frame.contentWindow,
    post,
    host: {
      ...choices.host(controlId),
      onNotified: (value) => {
        const way = wayOut(value);
        if (way !== undefined) leaveFrame(frame, way);
      },
    },
  });
  const listen = (event: MessageEvent<unknown>) => {
    if (channel.receive(event)) return;
    if (event.source !== frame.contentWindow || event.source === null || event.origin !== addinOrigin) return;
    choices.onOther(event.data, (text) => post(text, addinOrigin));
  };
  window.addEventListener('message', listen);
  parent.append(frame);
  return {
    frame,
    channel,
    reload: () => {
      frame.src = url;
    },
    close: () => {
      window.removeEventListener('message', listen);
      frame.remove();
    },
  };
}

/** A name nobody else uses: frames of one page must not answer for one another. */
export function newId(prefix: string): string {
  return `${prefix}_${crypto.randomUUID()}`;
}
