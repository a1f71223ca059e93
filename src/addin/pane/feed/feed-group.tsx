import {
  Badge,
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowReplyRegular } from '@fluentui/react-icons/svg/arrow-reply';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import { CursorClickRegular } from '@fluentui/react-icons/svg/cursor-click';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { MailReadRegular } from '@fluentui/react-icons/svg/mail-read';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { useId, useState, type ReactNode } from 'react';
import type { EventView } from '../../../core/api';
import { dayIn } from '../../../core/texts';
import { usePane } from '../context';
import { eventWords, timeWords } from '../sentences';
import type { Group } from './lines';
import type { LiveFeed, Said } from './use-feed';

const useStyles = makeStyles({
  group: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowWrap: 'anywhere',
  },
  head: { display: 'grid', gridTemplateColumns: '20px 1fr auto', columnGap: tokens.spacingHorizontalS },
  icon: { paddingTop: '2px', color: tokens.colorNeutralForeground2 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
  gone: { textDecorationLine: 'line-through' },
  buttons: { display: 'flex', alignItems: 'flex-start' },
  each: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    display: 'grid',
  },
  one: { display: 'flex', justifyContent: 'space-between', alignItems: 'center' },
});

const ICONS: Partial<Record<EventView['kind'], ReactNode>> = {
  open: <MailReadRegular fontSize={16} />,
  click: <CursorClickRegular fontSize={16} />,
  reply: <ArrowReplyRegular fontSize={16} />,
  'auto-reply': <ArrowReplyRegular fontSize={16} />,
  sent: <SendRegular fontSize={16} />,
  bounce: <WarningRegular fontSize={16} />,
  mailbox: <WarningRegular fontSize={16} />,
  'not-confirmed': <WarningRegular fontSize={16} />,
};

/** One line of the feed: an event, or several of the same, which can be shown one by one. */
export function FeedGroup({
  group,
  fresh,
  newest,
  live,
}: {
  group: Group;
  fresh: ReadonlySet<number>;
  /** Lines about which something can be said: of each hit the newest. */
  newest: ReadonlySet<number>;
  live: LiveFeed;
}) {
  const styles = useStyles();
  const { texts, locale } = usePane();
  const [open, setOpen] = useState(false);
  const list = useId();
  const [event] = group;
  const words = eventWords(texts, event);
  const several = group.length > 1;
  return (
    <li className={styles.group}>
      <div className={styles.head}>
        <span className={styles.icon} aria-hidden>
          {ICONS[event.kind] ?? <HistoryRegular fontSize={16} />}
        </span>
        <div className={styles.words}>
          <Text size={300} className={mergeClasses(event.retracted && styles.gone)}>
            {words}
          </Text>
          {event.message && (
            <Text size={200} className={styles.quiet}>
              {event.message.subject || texts.message.noSubject}
            </Text>
          )}
          <div className={styles.line}>
            <Text as="span" size={200} className={styles.quiet}>
              <time dateTime={event.at}>{timeWords(event.at, new Date(), locale)}</time>
            </Text>
            {several && (
              <Badge size="small" appearance="tint" color="informative">
                {texts.activity.times(group.length)}
              </Badge>
            )}
            {group.some(({ seq }) => fresh.has(seq)) && (
              <Badge size="small" color="brand">
                {texts.activity.fresh}
              </Badge>
            )}
          </div>
          {event.note !== undefined && (
            <Text size={200} className={styles.quiet}>
              {event.awayUntil === undefined
                ? texts.said(event.note)
                : texts.activity.awayUntil(dayIn(locale, event.awayUntil))}
            </Text>
          )}
          {!several && event.reasons.length > 0 && (
            <Text size={200} className={styles.quiet}>
              {event.reasons.map(texts.said).join(' ')}
            </Text>
          )}
        </div>
        <div className={styles.buttons}>
          {several && (
            <Button
              appearance="subtle"
              size="small"
              icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />}
              aria-label={open ? texts.activity.hideEach(words) : texts.activity.showEach(words)}
              aria-expanded={open}
              aria-controls={open ? list : undefined}
              onClick={() => setOpen(!open)}
            />
          )}
          {!several && <More event={event} words={words} live={live} open={newest.has(event.seq)} />}
        </div>
      </div>
      {!several && newest.has(event.seq) && <Word event={event} live={live} />}
      {several && open && (
        <ul className={styles.each} id={list}>
          {group.map((one) => (
            <li key={one.seq}>
              <div className={styles.one}>
                <Text size={200}>
                  <time dateTime={one.at}>{timeWords(one.at, new Date(), locale)}</time>
                </Text>
                <More event={one} words={words} live={live} open={newest.has(one.seq)} />
              </div>
              {one.reasons.length > 0 && (
                <Text as="p" block size={200} className={styles.quiet}>
                  {one.reasons.map(texts.said).join(' ')}
                </Text>
              )}
              {newest.has(one.seq) && <Word event={one} live={live} />}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What can be done about an event: say what it was (V3), look at the mail. */
function More({
  event,
  words,
  live,
  open,
}: {
  event: EventView;
  words: string;
  live: LiveFeed;
  /** What it was can be said here. */
  open: boolean;
}) {
  const { texts, webApp } = usePane();
  const { message } = event;
  const hit = open ? event.hit : undefined;
  if (hit === undefined && message === undefined) return null;
  // What stands struck was judged no person's doing: then that is what there is to say.
  const choices = event.retracted ? (['person'] as const) : (['machine', 'self'] as const);
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={texts.activity.moreAbout(words)}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {hit !== undefined &&
            choices.map((word) => (
              <MenuItem key={word} onClick={() => void live.say(hit, word)}>
                {texts.activity.was[word]}
              </MenuItem>
            ))}
          {message && (
            <MenuItemLink href={`${webApp}/messages/${message.id}`} target="_blank" rel="noopener">
              {texts.activity.openMessage}
            </MenuItemLink>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** The user's word on an event, with the way back. */
function Word({ event, live }: { event: EventView; live: LiveFeed }) {
  const styles = useStyles();
  const { texts } = usePane();
  const { hit } = event;
  const said = hit === undefined ? undefined : live.said.get(hit);
  if (hit === undefined || !said) return null;
  return (
    <div className={styles.line}>
      <Text size={200} role="status">
        {saidWords(said, texts)}
      </Text>
      {said.state === 'said' && (
        <Button size="small" appearance="transparent" onClick={() => void live.takeBack(hit)}>
          {texts.activity.undo}
        </Button>
      )}
    </div>
  );
}

function saidWords(said: Said, texts: ReturnType<typeof usePane>['texts']): string {
  const { activity } = texts;
  switch (said.state) {
    case 'saying':
    case 'undoing':
      return activity.saying;
    case 'said':
      return said.similar > 0
        ? `${activity.said[said.word]} ${activity.similar(said.similar)}`
        : activity.said[said.word];
    case 'undone':
      return activity.undone;
    case 'failed':
      return activity.notSaid;
  }
}
