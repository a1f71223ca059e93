import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { DraftStore } from '../host/draft-store';
import { editedHtml, showPictures } from './html';

/** What the window around may do with the editor. */
export interface EditorHandle {
  selection: () => { html: string; text: string; replace: (html: string) => void } | undefined;
}

interface BodyEditorProps {
  draft: DraftStore;
  disabled: boolean;
  onReady: (handle: EditorHandle | undefined) => void;
}

// No script of a quoted mail runs in here: the frame is sandboxed, and the page reaches into it from outside.
const FRAME =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><style>body{margin:8px 4px;font:12pt Aptos,Calibri,Helvetica,sans-serif;outline:none;min-height:90vh}</style></head><body></body></html>';

/** The message text: HTML in a frame that keeps it as it is, or plain text in a text field. */
export function BodyEditor(props: BodyEditorProps) {
  const { draft } = props;
  const type = useSyncExternalStore(draft.subscribe, () => draft.get().body.type);
  return type === 'text' ? <TextEditor {...props} /> : <HtmlEditor {...props} />;
}

function TextEditor({ draft, disabled, onReady }: BodyEditorProps) {
  const content = useSyncExternalStore(draft.subscribe, () => draft.get().body.content);
  useEffect(() => onReady(undefined), [onReady]);
  return (
    <textarea
      className="bodyText"
      aria-label="Message body"
      value={content}
      disabled={disabled}
      onChange={(event) => {
        const { value } = event.target;
        draft.update((present) => ({ ...present, body: { type: 'text', content: value } }));
      }}
    />
  );
}

function HtmlEditor({ draft, disabled, onReady }: BodyEditorProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  /** What the editor last wrote or showed: anything else came from elsewhere and must be shown. */
  const known = useRef<string | undefined>(undefined);
  const [body, setBody] = useState<HTMLElement | null>(null);
  const { content } = useSyncExternalStore(draft.subscribe, () => draft.get().body);

  const keep = useCallback(() => {
    if (!body) return;
    const html = editedHtml(body);
    known.current = html;
    draft.update((present) =>
      present.body.content === html ? present : { ...present, body: { type: 'html', content: html } },
    );
  }, [body, draft]);

  useEffect(() => {
    // What add-ins write while a mail leaves is shown only if it stays after all: nobody reads it, and drawing it takes
    // longer than all they do.
    if (!body || disabled || known.current === content) return;
    body.innerHTML = content;
    showPictures(body, draft.get().attachments);
    known.current = content;
  }, [body, content, disabled, draft]);

  useEffect(() => {
    if (!body) return;
    body.contentEditable = disabled ? 'false' : 'true';
    body.addEventListener('input', keep);
    return () => body.removeEventListener('input', keep);
  }, [body, disabled, keep]);

  useEffect(() => {
    if (!body) return;
    onReady({ selection: () => selectionIn(body, keep) });
    return () => onReady(undefined);
  }, [body, keep, onReady]);

  return (
    <iframe
      ref={frame}
      className="bodyFrame"
      title="Message body"
      sandbox="allow-same-origin"
      srcDoc={FRAME}
      onLoad={() => {
        const loaded = frame.current?.contentDocument?.body;
        if (!loaded) return;
        loaded.setAttribute('role', 'textbox');
        loaded.setAttribute('aria-multiline', 'true');
        loaded.setAttribute('aria-label', 'Message body');
        known.current = undefined;
        setBody(loaded);
      }}
    />
  );
}

function selectionIn(body: HTMLElement, keep: () => void): ReturnType<EditorHandle['selection']> {
  const document = body.ownerDocument;
  const selection = document.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  const inside = range && body.contains(range.commonAncestorContainer) ? range.cloneRange() : startOf(body);
  const holder = document.createElement('div');
  holder.append(inside.cloneContents());
  return {
    html: holder.innerHTML,
    text: inside.toString(),
    replace: (html) => {
      inside.deleteContents();
      const last = inside.createContextualFragment(html);
      const end = last.lastChild;
      inside.insertNode(last);
      if (end && selection) {
        selection.removeAllRanges();
        const after = document.createRange();
        after.setStartAfter(end);
        selection.addRange(after);
      }
      keep();
    },
  };
}

/** The caret of a body nobody clicked into: in its first line. */
function startOf(body: HTMLElement): Range {
  const range = body.ownerDocument.createRange();
  const line = body.firstElementChild;
  range.setStart(line?.tagName === 'DIV' ? line : body, 0);
  return range;
}
