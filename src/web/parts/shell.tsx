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
import { type ReactNode, useEffect } from 'react';
import { NavLink, useNavigate } from 'react-router';
import { can } from '../../core/access';
import { api } from '../api';
import { onOpenFromNotification, stopTelling } from '../push';
import { useFeed } from './feed';
import { MailboxBanner } from './mailbox-banner';
import { useMe } from './me';

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '220px 1fr',
    minHeight: '100vh',
    '@media (max-width: 720px)': { gridTemplateColumns: '1fr' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalM,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  here: { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold },
  grow: { flexGrow: 1 },
  person: { justifyContent: 'flex-start', textAlign: 'left', minWidth: 0 },
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
  const unread = feed.state === 'ready' ? feed.value.unread : 0;
  const link = ({ isActive }: { isActive: boolean }) => mergeClasses(styles.link, isActive && styles.here);

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <nav className={styles.side} aria-label="Main">
        <div className={styles.brand}>
          <img src="/assets/icon-32.png" width={28} height={28} alt="" />
          <Text weight="semibold" size={400}>
            Mailtrail
          </Text>
        </div>
        <NavLink to="/" end className={link}>
          Feed
          {unread > 0 && <CounterBadge count={unread} size="small" aria-label={`${unread} new`} />}
        </NavLink>
        <NavLink to="/contacts" className={link}>
          Contacts
        </NavLink>
        <NavLink to="/messages/without-contact" className={link}>
          Needs a contact
        </NavLink>
        <NavLink to="/test-tracking" className={link}>
          Test tracking
        </NavLink>
        <NavLink to="/settings" end className={link}>
          Mailboxes
        </NavLink>
        <NavLink to="/settings/never-log" className={link}>
          Never logged
        </NavLink>
        {can(me.user.role, 'change', 'users') && (
          <NavLink to="/settings/users" className={link}>
            Users
          </NavLink>
        )}
        {can(me.user.role, 'read', 'audit-log') && (
          <NavLink to="/settings/privacy" className={link}>
            Privacy
          </NavLink>
        )}
        <div className={styles.grow} />
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              className={styles.person}
              icon={<Avatar name={me.user.name} size={28} color="colorful" />}
            >
              {me.user.name}
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem disabled>{`${me.user.email} · ${me.account.name}`}</MenuItem>
              {me.sandbox && (
                <MenuItem
                  onClick={() =>
                    window.open(`${me.sandbox?.url ?? ''}/outlook?as=${me.user.email.split('@')[0] ?? ''}`)
                  }
                >
                  Open the sandbox’s Outlook
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
                Sign out
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </nav>
      <main id="main" className={styles.main}>
        <MailboxBanner />
        {children}
      </main>
    </div>
  );
}
