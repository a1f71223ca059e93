import {
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { SubtractRegular } from '@fluentui/react-icons/svg/subtract';
import { useState } from 'react';
import type { ContactSegments } from '../../core/api/segments';
import { fullTime, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { useReloadOnFeed } from '../parts/feed';
import { Failure } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { readRule } from '../rules/read-rule';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { whyWords } from './why-words';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  one: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXXS },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  parts: { display: 'grid', rowGap: '2px', margin: 0, padding: 0, listStyleType: 'none' },
  part: { display: 'flex', gap: tokens.spacingHorizontalXS, alignItems: 'start', overflowWrap: 'anywhere' },
  icon: { flexShrink: 0, marginTop: '1px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  start: { justifySelf: 'start' },
});

type Segment = ContactSegments['segments'][number];

/** What a contact is in, and why; lists can be changed here. */
export function ContactSegmentsCard({ contactId }: { contactId: string }) {
  const styles = useStyles();
  const words = texts.segments;
  const [found, reload] = useResource(`contact-segments/${contactId}`, () =>
    segmentsApi.ofContact(contactId),
  );
  useReloadOnFeed(reload);
  const [off, setOff] = useState<Segment>();
  const { busy, error, does } = useDoing();
  if (found.state === 'loading') return null;
  if (found.state === 'failed') {
    return <Failure error={found.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  const { segments, names, canChange } = found.value;
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{words.cardTitle}</Subtitle2>
      {off && (
        <UndoBar
          words={words.tookOff(off.name)}
          busy={busy}
          undo={() =>
            void does(async () => {
              await segmentsApi.put(off.id, contactId);
              setOff(undefined);
              reload();
            })
          }
        />
      )}
      {error && <Failure error={error} />}
      {segments.length === 0 ? (
        <Text className={styles.quiet}>{words.cardNone}</Text>
      ) : (
        <ul className={styles.list}>
          {segments.map((segment) => (
            <li key={segment.id} className={styles.one}>
              <div className={styles.head}>
                <span className={styles.name}>
                  <RouterLink to={`/segments/${segment.id}`}>{segment.name}</RouterLink>
                </span>
                <Badge appearance="outline" size="small">
                  {words.kinds[segment.kind]}
                </Badge>
                {segment.kind === 'list' && canChange && (
                  <Button
                    size="small"
                    appearance="subtle"
                    icon={<DismissRegular />}
                    disabledFocusable={busy}
                    aria-label={`${words.takeOff}: ${segment.name}`}
                    title={words.takeOff}
                    onClick={() =>
                      void does(async () => {
                        await segmentsApi.takeOff(segment.id, contactId);
                        setOff(segment);
                        reload();
                      })
                    }
                  />
                )}
              </div>
              <Caption1 className={styles.quiet} title={fullTime(segment.since)}>
                {whyWords(segment.why)} · {shortTime(segment.since)}
              </Caption1>
              {segment.parts && (
                <ul className={styles.parts} aria-label={words.whyIn(segment.name)}>
                  {segment.parts.map(({ rule, holds }) => (
                    <li key={JSON.stringify(rule)} className={styles.part}>
                      {holds ? (
                        <CheckmarkRegular className={styles.icon} aria-label={words.holds} />
                      ) : (
                        <SubtractRegular className={styles.icon} aria-label={words.holdsNot} />
                      )}
                      <Caption1 {...(!holds && { className: styles.quiet })}>
                        {readRule(rule, names)}
                      </Caption1>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      {canChange && (
        <AddToList
          without={segments.map(({ id }) => id)}
          busy={busy}
          onChoose={(list) =>
            void does(async () => {
              await segmentsApi.put(list, contactId);
              reload();
            })
          }
        />
      )}
    </Card>
  );
}

/** Lists are loaded as the menu is opened. */
function AddToList({
  without,
  busy,
  onChoose,
}: {
  without: readonly string[];
  busy: boolean;
  onChoose: (list: string) => void;
}) {
  const styles = useStyles();
  const words = texts.segments;
  const [open, setOpen] = useState(false);
  return (
    <Menu open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" className={styles.start} disabledFocusable={busy}>
          {words.addToList}
        </Button>
      </MenuTrigger>
      <MenuPopover>{open && <Lists without={without} onChoose={onChoose} />}</MenuPopover>
    </Menu>
  );
}

function Lists({ without, onChoose }: { without: readonly string[]; onChoose: (list: string) => void }) {
  const words = texts.segments;
  const [all] = useResource('segments', segmentsApi.all);
  if (all.state === 'failed') return <Failure error={all.error} />;
  const lists =
    all.state === 'ready'
      ? all.value.segments.filter(({ id, kind }) => kind === 'list' && !without.includes(id))
      : [];
  return (
    <MenuList>
      {all.state === 'loading' && <MenuItem disabled>{words.cardLoading}</MenuItem>}
      {all.state === 'ready' && lists.length === 0 && <MenuItem disabled>{words.noLists}</MenuItem>}
      {lists.map(({ id, name }) => (
        <MenuItem key={id} onClick={() => onChoose(id)}>
          {name}
        </MenuItem>
      ))}
    </MenuList>
  );
}
