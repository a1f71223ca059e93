import {
  Button,
  Field,
  Input,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  tokens,
  Toolbar,
  ToolbarButton,
  ToolbarDivider,
  ToolbarToggleButton,
} from '@fluentui/react-components';
import { BracesRegular } from '@fluentui/react-icons/svg/braces';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { TextBoldRegular } from '@fluentui/react-icons/svg/text-bold';
import { TextBulletListRegular } from '@fluentui/react-icons/svg/text-bullet-list';
import { TextItalicRegular } from '@fluentui/react-icons/svg/text-italic';
import { TextNumberListLtrRegular } from '@fluentui/react-icons/svg/text-number-list-ltr';
import { TextUnderlineRegular } from '@fluentui/react-icons/svg/text-underline';
import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { FIELDS } from '../../core/fields';
import { texts } from '../texts';

const useStyles = makeStyles({
  frame: {
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': { borderBottomColor: tokens.colorCompoundBrandStroke },
  },
  bar: { flexWrap: 'wrap', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  text: {
    minHeight: '220px',
    maxHeight: '60vh',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
    '& .ProseMirror': { minHeight: '200px', outlineStyle: 'none', whiteSpace: 'pre-wrap' },
    '& .ProseMirror p': { marginTop: 0, marginBottom: tokens.spacingVerticalS },
    '& .ProseMirror a': { color: tokens.colorBrandForegroundLink },
  },
  low: {
    minHeight: '96px',
    '& .ProseMirror': { minHeight: '76px', outlineStyle: 'none', whiteSpace: 'pre-wrap' },
  },
  link: { display: 'grid', rowGap: tokens.spacingVerticalS, minWidth: '240px' },
});

const MARKS = ['bold', 'italic', 'underline', 'bulletList', 'orderedList'] as const;
type Mark = (typeof MARKS)[number];

const whole = (address: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;

/**
 * A rich text editor for the text of a mail. `html` is what it starts with, and what it shows when `version` changes;
 * `change` hears each change. `more` stands at the end of its bar; `fieldMenu` in place of the menu of fields. `low`: one of
 * several on a page.
 */
export function TextEditor({
  html,
  version,
  change,
  label,
  more,
  fieldMenu,
  low = false,
}: {
  html: string;
  version: number;
  change: (html: string) => void;
  label: string;
  more?: (insert: (html: string) => void) => ReactNode;
  fieldMenu?: (insert: (text: string) => void) => ReactNode;
  low?: boolean;
}) {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const [on, setOn] = useState<readonly Mark[]>([]);
  const hear = useRef(change);
  hear.current = change;
  const first = useRef(html);

  useEffect(() => {
    if (!place.current) return undefined;
    const made = new Editor({
      element: place.current,
      extensions: [StarterKit.configure({ link: { openOnClick: false, autolink: true } })],
      content: first.current,
      // A policy without inline styles would refuse its own; what matters of it stands above.
      injectCSS: false,
      editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label } },
      onUpdate: ({ editor: now }) => hear.current(now.isEmpty ? '' : now.getHTML()),
      onTransaction: ({ editor: now }) => setOn(MARKS.filter((mark) => now.isActive(mark))),
    });
    setEditor(made);
    return () => made.destroy();
  }, [label]);

  // Another version was loaded: shown, and not heard as a change.
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version || !editor) return;
    shown.current = version;
    editor.commands.setContent(html, { emitUpdate: false });
  }, [editor, html, version]);

  const insert = (text: string): void => void editor?.chain().focus().insertContent(text).run();
  /** As it is: quotes and brackets are no markup. */
  const insertText = (text: string): void =>
    void editor?.chain().focus().insertContent({ type: 'text', text }).run();
  const toggle: Record<Mark, () => void> = {
    bold: () => editor?.chain().focus().toggleBold().run(),
    italic: () => editor?.chain().focus().toggleItalic().run(),
    underline: () => editor?.chain().focus().toggleUnderline().run(),
    bulletList: () => editor?.chain().focus().toggleBulletList().run(),
    orderedList: () => editor?.chain().focus().toggleOrderedList().run(),
  };
  const buttons: [Mark, string, ReactNode][] = [
    ['bold', texts.write.bold, <TextBoldRegular key="b" />],
    ['italic', texts.write.italic, <TextItalicRegular key="i" />],
    ['underline', texts.write.underline, <TextUnderlineRegular key="u" />],
    ['bulletList', texts.write.bullets, <TextBulletListRegular key="l" />],
    ['orderedList', texts.write.numbers, <TextNumberListLtrRegular key="n" />],
  ];
  return (
    <div className={styles.frame}>
      <Toolbar
        aria-label={texts.write.toolbar}
        className={styles.bar}
        size="small"
        checkedValues={{ marks: [...on] }}
      >
        {buttons.map(([mark, words, icon]) => (
          <ToolbarToggleButton
            key={mark}
            aria-label={words}
            title={words}
            name="marks"
            value={mark}
            icon={<>{icon}</>}
            onClick={() => toggle[mark]()}
          />
        ))}
        <ToolbarDivider />
        <LinkButton editor={editor} />
        {fieldMenu?.(insertText) ?? <TemplateFields insert={insert} />}
        {more?.(insert)}
      </Toolbar>
      <div ref={place} className={mergeClasses(styles.text, low && styles.low)} />
    </div>
  );
}

function TemplateFields({ insert }: { insert: (text: string) => void }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <ToolbarButton aria-label={texts.write.field} title={texts.write.field} icon={<BracesRegular />} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {FIELDS.map((field) => (
            <MenuItem key={field} onClick={() => insert(`{{ ${field} }}`)}>
              {texts.write.fields[field]}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function LinkButton({ editor }: { editor: Editor | undefined }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState('');
  const set = (): void => {
    const chain = editor?.chain().focus().extendMarkRange('link');
    if (address.trim() === '') chain?.unsetLink().run();
    else if (editor?.state.selection.empty === true && !editor.isActive('link')) {
      const href = whole(address.trim());
      editor
        .chain()
        .focus()
        .insertContent({ type: 'text', text: address.trim(), marks: [{ type: 'link', attrs: { href } }] })
        .run();
    } else chain?.setLink({ href: whole(address.trim()) }).run();
    setOpen(false);
  };
  return (
    <Popover
      trapFocus
      open={open}
      onOpenChange={(_event, { open: now }) => {
        const href: unknown = editor?.getAttributes('link')['href'];
        setAddress(typeof href === 'string' ? href : '');
        setOpen(now);
      }}
    >
      <PopoverTrigger disableButtonEnhancement>
        <ToolbarButton aria-label={texts.write.link} title={texts.write.link} icon={<LinkRegular />} />
      </PopoverTrigger>
      <PopoverSurface className={styles.link} aria-label={texts.write.link}>
        <Field label={texts.write.linkTo}>
          <Input
            type="url"
            value={address}
            onChange={(_event, { value }) => setAddress(value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') set();
            }}
          />
        </Field>
        <Button appearance="primary" onClick={set}>
          {address.trim() === '' ? texts.write.noLink : texts.write.setLink}
        </Button>
      </PopoverSurface>
    </Popover>
  );
}
