import {
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import { MailFrame } from '../parts/mail-body';
import { Failure } from '../parts/states';
import { reportsApi } from '../reports-api';
import { texts } from '../texts';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  row: { display: 'flex' },
});

/** The mail itself, with the clicks on each link beside it; made when it is asked for. */
export function ClickMap({ id }: { id: string }) {
  const styles = useStyles();
  const words = texts.reports;
  const [open, setOpen] = useState(false);
  const mailId = useId();
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.clickMap}</Title3>
      <Caption1 className={styles.quiet}>{words.clickMapAbout}</Caption1>
      <div className={styles.row}>
        <Button aria-expanded={open} aria-controls={mailId} onClick={() => setOpen(!open)}>
          {open ? words.hideClickMap : words.showClickMap}
        </Button>
      </div>
      <div id={mailId} hidden={!open}>
        {open && <Mail id={id} />}
      </div>
    </Card>
  );
}

function Mail({ id }: { id: string }) {
  const words = texts.reports;
  const [map, reload] = useResource(`click-map/${id}`, () => reportsApi.clickMap(id));
  if (map.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.clickMap)}>
        <SkeletonItem size={128} />
      </Skeleton>
    );
  }
  if (map.state === 'failed') {
    return <Failure error={map.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  return <MailFrame document={map.value.document} title={words.clickMap} />;
}
