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
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { MOST_PICTURE_BYTES, type MarketingPicture } from '../../../core/api/marketing-messages';
import { ApiError } from '../../api';
import { fileSize } from '../../format';
import { marketingApi } from '../../marketing-api';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useResource } from '../../use-resource';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalS },
  grow: { flexGrow: 1, minWidth: 'min(200px, 100%)' },
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '360px',
    overflowY: 'auto',
  },
  one: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    width: '100%',
    height: '100%',
    overflow: 'hidden',
  },
  picture: { maxWidth: '100%', height: '80px', objectFit: 'contain', justifySelf: 'center' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** The address of a picture, and the pictures that there are, to which others may be added. */
export function PictureField({
  src,
  change,
}: {
  src: string;
  change: (src: string, picture?: MarketingPicture) => void;
}) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.row}>
      <Field label={words.picture} className={styles.grow}>
        <Input
          type="url"
          value={src}
          maxLength={2_000}
          placeholder="https://"
          onChange={(_event, { value }) => change(value)}
        />
      </Field>
      <Dialog open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
        <DialogTrigger disableButtonEnhancement>
          <Button>{words.choosePicture}</Button>
        </DialogTrigger>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{words.choosePicture}</DialogTitle>
            <DialogContent>
              {open && (
                <Pictures
                  choose={(picture) => {
                    change(picture.url, picture);
                    setOpen(false);
                  }}
                />
              )}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{texts.common.cancel}</Button>
              </DialogTrigger>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </div>
  );
}

function Pictures({ choose }: { choose: (picture: MarketingPicture) => void }) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [list, reload] = useResource('marketing-pictures', marketingApi.pictures);
  const { busy, error, does } = useDoing();
  const input = useRef<HTMLInputElement>(null);
  const upload = (file: File): void =>
    void does(async () => {
      if (file.size > MOST_PICTURE_BYTES)
        throw new ApiError(413, 'too-large', words.pictureTooLarge(fileSize(MOST_PICTURE_BYTES)));
      choose(await marketingApi.upload(file));
    });
  return (
    <div className={styles.content}>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/gif,image/webp"
        aria-label={words.upload}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) upload(file);
        }}
      />
      <Field hint={words.uploadAbout}>
        <Button appearance="primary" disabledFocusable={busy} onClick={() => input.current?.click()}>
          {words.upload}
        </Button>
      </Field>
      {error && <Failure error={error} />}
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.picture)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.pictures.length === 0 && <Text>{words.noPictures}</Text>}
      {list.state === 'ready' && list.value.pictures.length > 0 && (
        <ul className={styles.list} aria-label={words.picture}>
          {list.value.pictures.map((picture) => (
            <li key={picture.id}>
              <Button appearance="subtle" className={styles.one} onClick={() => choose(picture)}>
                <img className={styles.picture} src={picture.url} alt="" />
                <Text size={200} className={styles.name}>
                  {picture.name}
                </Text>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
