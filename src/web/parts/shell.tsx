import {
  Avatar,
  Button,
  CounterBadge,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { api } from '../api';
import { type Group, GROUPS, SCREENS } from '../screens';
import { texts } from '../texts';
import { onOpenFromNotification, stopTelling } from '../push';
import { ConnectionBar } from './connection-bar';
import { useFeed } from './feed';
import { LanguageMenu } from './language-choice';
import { MailboxBanner } from './mailbox-banner';
import { useMe } from './me';
import { SessionEnded } from './session-ended';

const headings: Record<Group, () => string> = {
  main: () => '',
  marketing: () => texts.marketing.title,
  settings: () => texts.settings.yours,
  company: () => texts.settings.company,
};

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '220px 1fr',
    minHeight: '100vh',
    '@media (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto 1fr' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    boxSizing: 'border-box',
    '@media (min-width: 721px)': { position: 'sticky', top: 0, height: '100vh' },
    '@media (max-width: 720px)': {
      flexDirection: 'row',
      alignItems: 'center',
      padding: tokens.spacingHorizontalS,
      borderRightStyle: 'none',
      minWidth: 0,
    },
  },
  /** Scrolls between the name and the person, who stay. */
  screens: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    // One line above the screen, along which one scrolls: a column would be a screenful before it.
    '@media (max-width: 720px)': {
      flexDirection: 'row',
      alignItems: 'center',
      minWidth: 0,
      overflowX: 'auto',
      overflowY: 'hidden',
    },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalS,
    flexShrink: 0,
    '@media (max-width: 720px)': { marginBottom: 0 },
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    '@media (max-width: 720px)': { whiteSpace: 'nowrap' },
    // All of an administrator's fit beside an ordinary laptop's page.
    '@media (max-height: 860px)': {
      paddingTop: tokens.spacingVerticalXS,
      paddingBottom: tokens.spacingVerticalXS,
    },
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    // Within its own edge: a list that scrolls would cut it.
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  here: { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold },
  group: {
    color: tokens.colorNeutralForeground3,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} 0`,
    '@media (max-width: 720px)': { padding: `0 ${tokens.spacingHorizontalS}`, whiteSpace: 'nowrap' },
  },
  entries: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    '@media (max-width: 720px)': { flexDirection: 'row', alignItems: 'center' },
  },
  person: { flexShrink: 0, justifyContent: 'flex-start', textAlign: 'left', minWidth: 0 },
  wordmark: { '@media (max-width: 480px)': { display: 'none' } },
  /** Where there is room for a face alone, it is still what the button is called. */
  name: {
    '@media (max-width: 720px)': {
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    },
  },
  main: {
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL}`,
    minWidth: 0,
    '@media (max-width: 720px)': { padding: tokens.spacingHorizontalL },
  },
  skip: {
    position: 'absolute',
    left: '-9999px',
    ':focus': { left: tokens.spacingHorizontalM, top: tokens.spacingVerticalM, zIndex: 1 },
  },
});

/** Navigation on the left, the screen on the right. */
export function Shell({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const me = useMe();
  const { feed } = useFeed();
  const navigate = useNavigate();
  useEffect(() => onOpenFromNotification((path) => void navigate(path)), [navigate]);
  const screens = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    screens.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  const unread = feed.state === 'ready' ? feed.value.unread : 0;
  const link = ({ isActive }: { isActive: boolean }) => mergeClasses(styles.link, isActive && styles.here);
  const entries = (group: Group) =>
    SCREENS.flatMap(({ path, entry }) =>
      entry?.group === group && (entry.for?.(me.user.role) ?? true) ? [{ path, words: entry.words }] : [],
    );

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {texts.shell.skip}
      </a>
      <nav className={styles.side} aria-label={texts.shell.mainNavigation}>
        <div className={styles.brand}>
          <img src="/assets/icon-32.png" width={28} height={28} alt="" />
          <Text weight="semibold" size={400} className={styles.wordmark}>
            Mailtrail
          </Text>
        </div>
        <div className={styles.screens} ref={screens}>
          {entries('main').map(({ path, words }) => (
            <NavLink key={path} to={path} end className={link}>
              {words()}
              {path === '/' && unread > 0 && (
                <CounterBadge count={unread} size="small" aria-label={texts.shell.unread(unread)} />
              )}
            </NavLink>
          ))}
          {GROUPS.slice(1).map((group) => (
            <div key={group} role="group" aria-labelledby={`navigation-${group}`} className={styles.entries}>
              <Text size={200} className={styles.group} id={`navigation-${group}`}>
                {headings[group]()}
              </Text>
              {entries(group).map(({ path, words }) => (
                <NavLink key={path} to={path} end className={link}>
                  {words()}
                </NavLink>
              ))}
            </div>
          ))}
        </div>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              className={styles.person}
              icon={<Avatar name={me.user.name} size={28} color="colorful" aria-hidden />}
            >
              <span className={styles.name}>{me.user.name}</span>
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem disabled>{`${me.user.email} · ${me.account.name}`}</MenuItem>
              <LanguageMenu />
              {me.sandbox && (
                <MenuItem
                  onClick={() =>
                    window.open(`${me.sandbox?.url ?? ''}/outlook?as=${me.user.email.split('@')[0] ?? ''}`)
                  }
                >
                  {texts.shell.openSandbox}
                </MenuItem>
              )}
              <MenuItem
                onClick={() => {
                  // Whoever signs in here next is not told of this person's mail.
                  void stopTelling()
                    .catch(() => undefined)
                    .then(api.signOut)
                    .finally(() => location.assign('/'));
                }}
              >
                {texts.shell.signOut}
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </nav>
      <main id="main" className={styles.main}>
        <ConnectionBar />
        <MailboxBanner />
        {children}
      </main>
      <SessionEnded />
    </div>
  );
}
