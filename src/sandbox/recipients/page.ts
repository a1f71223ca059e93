import '../../core/no-eval';
import { z } from 'zod';
import { listedMailShape, readMailShape } from './shapes';
import type { ListedMail, ReadMail, Reply } from './shapes';

/** The page of a recipient's mail program: list, reading pane, answer. */

const POLL = 1500;
const person = document.body.dataset.person ?? '';
const base = `/api/mail/${encodeURIComponent(person)}`;
const list = place('list');
const pane = place('pane');

let mails: ListedMail[] = [];
let openId: string | undefined;

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

type Child = Node | string;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  set: (element: HTMLElementTagNameMap[K]) => void,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element);
  element.append(...children);
  return element;
}

const plain = <K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: Child[]) =>
  make(tag, (element) => (element.className = className), ...children);

async function ask(path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${base}${path}`, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  });
  const value: unknown = await answer.json();
  if (!answer.ok) throw new Error(z.object({ error: z.string() }).parse(value).error);
  return value;
}

const when = (iso: string): string =>
  new Date(iso).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

function drawList(): void {
  const focused =
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset.id : undefined;
  const rows = mails.map((mail) =>
    plain(
      'li',
      '',
      make(
        'button',
        (button) => {
          button.type = 'button';
          button.dataset.id = mail.id;
          button.className = mail.isRead ? '' : 'unread';
          if (mail.id === openId) button.setAttribute('aria-current', 'true');
          button.onclick = () => void read(mail.id);
        },
        plain('strong', '', mail.from),
        plain('span', '', mail.subject === '' ? '(no subject)' : mail.subject),
        plain('span', 'preview', mail.preview),
        plain(
          'span',
          'preview',
          `${when(mail.receivedAt)}${mail.hasAttachments ? ' · with files' : ''}${mail.isRead ? '' : ' · unread'}`,
        ),
      ),
    ),
  );
  list.replaceChildren(...(rows.length > 0 ? rows : [plain('p', 'empty', 'No mail yet.')]));
  if (focused !== undefined) list.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function frame(mail: ReadMail, pictures: boolean): HTMLIFrameElement {
  return make('iframe', (element) => {
    element.title = `Text of ${mail.subject}`;
    element.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
    element.src = `${base}/messages/${mail.id}/html${pictures ? '?pictures=1' : ''}`;
  });
}

function pictureBar(mail: ReadMail, show: () => void): HTMLElement {
  const button = make(
    'button',
    (element) => {
      element.type = 'button';
      element.className = 'action';
      element.onclick = show;
    },
    'Show pictures',
  );
  return make(
    'div',
    (element) => {
      element.className = 'bar';
      element.setAttribute('role', 'status');
    },
    `Pictures in this mail from ${mail.from} are not shown.`,
    button,
  );
}

async function base64(file: File): Promise<Reply['files'][number]> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(new Error(`${file.name} could not be read`));
    reader.readAsDataURL(file);
  });
  return {
    name: file.name,
    contentType: file.type === '' ? 'application/octet-stream' : file.type,
    content: url.slice(url.indexOf(',') + 1),
  };
}

function fileField(label: string, accept: string): { field: HTMLElement; input: HTMLInputElement } {
  const input = make('input', (element) => {
    element.type = 'file';
    element.multiple = true;
    element.accept = accept;
  });
  return { field: plain('label', '', `${label} `, input), input };
}

function replyForm(mail: ReadMail): HTMLFormElement {
  const text = make('textarea', (element) => (element.required = true));
  const files = fileField('Attach files', '');
  const pictures = fileField('Put pictures into the text', 'image/*');
  const status = make('p', (element) => element.setAttribute('role', 'status'));
  const send = make('button', (element) => (element.className = 'action main'), 'Send');
  return make(
    'form',
    (form) => {
      form.onsubmit = (event) => {
        event.preventDefault();
        send.disabled = true;
        status.textContent = 'Sending …';
        void (async () => {
          try {
            const reply: Reply = {
              text: text.value,
              files: await Promise.all([...(files.input.files ?? [])].map(base64)),
              pictures: await Promise.all([...(pictures.input.files ?? [])].map(base64)),
              all: false,
            };
            await ask(`/messages/${mail.id}/reply`, reply);
            form.replaceChildren(
              make('p', (element) => element.setAttribute('role', 'status'), 'Your answer was sent.'),
            );
          } catch (error) {
            status.textContent = error instanceof Error ? error.message : 'It could not be sent.';
            send.disabled = false;
          }
        })();
      };
    },
    plain('label', '', `Answer to ${mail.from}`, text),
    files.field,
    pictures.field,
    plain('div', '', send),
    status,
  );
}

async function read(id: string): Promise<void> {
  openId = id;
  const mail = readMailShape.parse(await ask(`/messages/${id}`));
  const body = plain('div', '');
  body.style.display = 'contents';
  const show = (pictures: boolean): void => {
    const shown = frame(mail, pictures);
    body.replaceChildren(
      ...(mail.blocked && !pictures ? [pictureBar(mail, () => show(true)), shown] : [shown]),
    );
  };
  show(false);
  const files = mail.attachments.map(({ index, name, size }) =>
    plain(
      'li',
      '',
      make(
        'a',
        (link) => {
          link.href = `${base}/messages/${mail.id}/attachments/${index}`;
          link.download = name;
        },
        `${name} (${Math.max(1, Math.round(size / 1024))} kB)`,
      ),
    ),
  );
  const answer = make(
    'button',
    (button) => {
      button.type = 'button';
      button.className = 'action main';
      button.onclick = () => {
        const form = replyForm(mail);
        answer.replaceWith(form);
        form.querySelector('textarea')?.focus();
      };
    },
    'Reply',
  );
  pane.replaceChildren(
    plain(
      'div',
      '',
      plain('h2', '', mail.subject === '' ? '(no subject)' : mail.subject),
      plain('p', 'meta', `${mail.from} <${mail.fromAddress}> · ${when(mail.receivedAt)}`),
      plain(
        'p',
        'meta',
        `To ${mail.toAddresses.join(', ')}${mail.ccAddresses.length > 0 ? ` · Cc ${mail.ccAddresses.join(', ')}` : ''}`,
      ),
    ),
    ...(files.length > 0 ? [plain('ul', 'files', ...files)] : []),
    body,
    plain('div', '', answer),
  );
  await ask(`/messages/${id}/read`, {});
  await refresh();
}

async function refresh(): Promise<void> {
  const fresh = z.array(listedMailShape).parse(await ask('/messages'));
  const changed = JSON.stringify([fresh, openId]) !== list.dataset.drawn;
  mails = fresh;
  if (!changed) return;
  list.dataset.drawn = JSON.stringify([fresh, openId]);
  drawList();
}

async function watch(): Promise<void> {
  await refresh().catch(() => undefined);
  setTimeout(() => void watch(), POLL);
}

void watch();
