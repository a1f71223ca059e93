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
import { api } from '../api';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
  start: { justifySelf: 'start' },
});

/** P6: the page "what is tracked about me" of each recipient, for whoever asks for it. */
export function PrivacyLinkDialog({ messageId }: { messageId: string }) {
  const styles = useStyles();
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="subtle" className={styles.start}>
          {texts.message.privacyLinksOfRecipients}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.message.privacyLinks}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{texts.message.privacyLinksAbout}</Text>
            <Links messageId={messageId} />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.close}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Links({ messageId }: { messageId: string }) {
  const [links, reload] = useResource(`privacy-links/${messageId}`, () => api.privacyLinks(messageId));
  if (links.state === 'loading') {
    return (
      <Skeleton aria-label={texts.message.loadingLinks}>
        <SkeletonItem size={40} />
      </Skeleton>
    );
  }
  if (links.state === 'failed') {
    return <Failure error={links.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  return links.value.links.map(({ idx, address, url }) => (
    <Field key={idx} label={address}>
      <Input
        readOnly
        value={url}
        onFocus={({ target }) => target.select()}
        contentAfter={
          <Button
            size="small"
            appearance="transparent"
            aria-label={texts.message.copyLinkOf(address)}
            onClick={() => void navigator.clipboard.writeText(url)}
          >
            {texts.common.copy}
          </Button>
        }
      />
    </Field>
  ));
}
