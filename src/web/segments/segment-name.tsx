import { Button, Input, makeStyles, Title2, tokens } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { type FormEvent, useState } from 'react';
import type { SegmentDetail } from '../../core/api/segments';
import { Failure } from '../parts/states';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  input: { width: '360px', maxWidth: '100%' },
  name: { overflowWrap: 'anywhere', minWidth: 0 },
});

/** What it is called; a marketer can change it. */
export function SegmentName({ segment, reload }: { segment: SegmentDetail; reload: () => void }) {
  const styles = useStyles();
  const words = texts.segments;
  const [typed, setTyped] = useState<string>();
  const { busy, error, does } = useDoing();
  if (typed === undefined) {
    return (
      <>
        <Title2 as="h1" className={styles.name}>
          {segment.name}
        </Title2>
        {segment.canChange && (
          <Button
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={words.name}
            title={words.name}
            onClick={() => setTyped(segment.name)}
          />
        )}
      </>
    );
  }
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await does(async () => void (await segmentsApi.change(segment.id, { name: typed.trim() })));
    if (!done) return;
    setTyped(undefined);
    reload();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <Input
        className={styles.input}
        aria-label={words.name}
        maxLength={120}
        autoFocus
        value={typed}
        onChange={(_event, { value }) => setTyped(value)}
      />
      <Button type="submit" appearance="primary" disabledFocusable={busy || typed.trim() === ''}>
        {words.save}
      </Button>
      <Button onClick={() => setTyped(undefined)}>{texts.common.cancel}</Button>
      {error && <Failure error={error} />}
    </form>
  );
}
