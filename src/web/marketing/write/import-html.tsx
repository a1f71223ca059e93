import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  makeStyles,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { MOST_HTML } from '../../../core/marketing/content';
import { ApiError } from '../../api';
import { number } from '../../format';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM, justifyItems: 'start' },
  whole: { width: '100%' },
});

/** Takes in HTML that was made elsewhere, from a file or pasted, in place of what the message says. */
export function ImportHtml({ take }: { take: (html: string) => void }) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [open, setOpen] = useState(false);
  const [html, setHtml] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { busy, error, does } = useDoing();
  const read = (file: File): void =>
    void does(async () => {
      const text = await file.text();
      if (text.length > MOST_HTML)
        throw new ApiError(413, 'too-large', words.htmlTooLarge(number(MOST_HTML)));
      setHtml(text.replaceAll('\0', ''));
    });
  return (
    <Dialog
      open={open}
      onOpenChange={(_event, { open: now }) => {
        setOpen(now);
        setHtml('');
      }}
    >
      <DialogTrigger disableButtonEnhancement>
        <Button>{words.importHtml}</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.importHtml}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{words.importAbout}</Text>
            <input
              ref={input}
              type="file"
              hidden
              accept=".html,.htm,text/html"
              aria-label={words.chooseFile}
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                target.value = '';
                if (file) read(file);
              }}
            />
            <Button disabledFocusable={busy} onClick={() => input.current?.click()}>
              {words.chooseFile}
            </Button>
            {error && <Failure error={error} />}
            <Field label={words.html} className={styles.whole}>
              <Textarea
                rows={10}
                value={html}
                maxLength={MOST_HTML}
                onChange={(_event, { value }) => setHtml(value)}
              />
            </Field>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.cancel}</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              disabledFocusable={html.trim() === ''}
              onClick={() => {
                take(html);
                setOpen(false);
                setHtml('');
              }}
            >
              {words.takeHtml}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
