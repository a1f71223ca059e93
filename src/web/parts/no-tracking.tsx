import {
  Badge,
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { NoTrackingEntry, type NoTracking } from '../../core/api/account-settings';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { usePageStyles } from './page-styles';
import { useSaved } from './saved-note';
import { UndoBar } from './undo-bar';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  add: { alignSelf: 'start', marginTop: tokens.spacingVerticalXXL },
});

type Level = NoTrackingEntry['level'];

/** O6: whom nobody tracks, and the domains that a bounce proposes. */
export function NoTrackingList({ mayChange }: { mayChange: boolean }) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.settings;
  const [list, reload, change] = useResource('no-tracking', settingsApi.noTracking);
  const { busy, error, does } = useDoing();
  const { saved, note } = useSaved();
  const section = useRef<HTMLElement>(null);
  const [whom, setWhom] = useState('');
  const [level, setLevel] = useState<Level>('all');
  const [undo, setUndo] = useState<{ words: string; act: () => Promise<NoTracking> }>();

  const run = (act: () => Promise<NoTracking>, back?: typeof undo) =>
    does(async () => {
      const answer = await act();
      change(() => answer);
      setUndo(back);
      // What was pressed may have gone with the line.
      if (back) section.current?.focus();
      else saved();
    });
  const entryOf = (value: string, wanted: Level): NoTrackingEntry => ({
    scope: value.includes('@') ? 'address' : 'domain',
    value: value.trim(),
    level: wanted,
  });

  return (
    <LoadedSection
      title={words.noTracking}
      about={words.noTrackingAbout}
      resource={list}
      reload={reload}
      error={error}
      section={section}
    >
      {({ entries, proposals }) => (
        <Card className={page.card}>
          {undo && <UndoBar words={undo.words} busy={busy} undo={() => void run(undo.act)} />}
          {mayChange &&
            proposals.map(({ domain, bounces, detail }) => (
              <MessageBar key={domain} intent="warning" layout="multiline">
                <MessageBarBody>
                  <MessageBarTitle>{words.proposedTitle}</MessageBarTitle>
                  {words.proposed(domain, texts.common.mails(bounces))}
                  {detail !== '' && ` (${detail})`}
                </MessageBarBody>
                <MessageBarActions>
                  <Button
                    disabledFocusable={busy}
                    onClick={() =>
                      void run(() => settingsApi.setNoTracking(entryOf(domain, 'links')), {
                        words: words.stopped(domain),
                        act: () => settingsApi.removeNoTracking(entryOf(domain, 'links')),
                      })
                    }
                  >
                    {words.stopLinks}
                  </Button>
                  <Button
                    disabledFocusable={busy}
                    onClick={() =>
                      void run(() => settingsApi.answerProposal(domain, true), {
                        words: words.kept(domain),
                        act: () => settingsApi.answerProposal(domain, false),
                      })
                    }
                  >
                    {words.keepTracking}
                  </Button>
                </MessageBarActions>
              </MessageBar>
            ))}
          {note}
          {entries.length === 0 && <Text className={page.quiet}>{words.noTrackingNone}</Text>}
          <ul className={styles.list} aria-label={words.noTracking}>
            {entries.map((entry) => (
              <li key={`${entry.scope} ${entry.value}`} className={page.between}>
                <span className={page.row}>
                  <Text>{entry.value}</Text>
                  <Badge appearance="tint" color="informative">
                    {words.levels[entry.level]}
                  </Badge>
                </span>
                {mayChange && (
                  <Button
                    size="small"
                    appearance="subtle"
                    disabledFocusable={busy}
                    aria-label={texts.common.removeOne(entry.value)}
                    onClick={() =>
                      void run(() => settingsApi.removeNoTracking(entry), {
                        words: words.removed(entry.value),
                        act: () => settingsApi.setNoTracking(entry),
                      })
                    }
                  >
                    {texts.common.remove}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {mayChange && (
            <form
              className={styles.form}
              onSubmit={(event) => {
                event.preventDefault();
                if (whom.trim() === '') return;
                void run(() => settingsApi.setNoTracking(entryOf(whom, level))).then(
                  (done) => done && setWhom(''),
                );
              }}
            >
              <Field label={words.whom} hint={<Caption1>{words.whomHint}</Caption1>}>
                <Input value={whom} onChange={(_event, { value }) => setWhom(value)} />
              </Field>
              <Field label={words.level}>
                <Select
                  value={level}
                  onChange={(_event, { value }) => setLevel(NoTrackingEntry.shape.level.parse(value))}
                >
                  {NoTrackingEntry.shape.level.options.map((one) => (
                    <option key={one} value={one}>
                      {words.levels[one]}
                    </option>
                  ))}
                </Select>
              </Field>
              <Button type="submit" className={styles.add} disabledFocusable={busy || whom.trim() === ''}>
                {texts.common.add}
              </Button>
            </form>
          )}
        </Card>
      )}
    </LoadedSection>
  );
}
