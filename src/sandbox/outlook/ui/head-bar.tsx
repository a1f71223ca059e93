import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { useSyncExternalStore } from 'react';
import { CLIENT_KEYS, clientKey, CLIENTS } from '../host/clients';
import { OTHER_ADDINS, OTHER_NAME, type OtherAddin } from '../host/other-addins';
import type { Cell } from './cell';
import type { Settings } from './settings';

const useStyles = makeStyles({
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '8px 16px',
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  fixed: {
    padding: '3px 10px',
    border: `1px solid ${tokens.colorNeutralForegroundOnBrand}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  grow: { flexGrow: 1 },
  faults: {
    color: tokens.colorNeutralForegroundOnBrand,
    whiteSpace: 'nowrap',
    ':hover': {
      color: tokens.colorNeutralForegroundOnBrand,
      backgroundColor: tokens.colorBrandBackgroundHover,
    },
  },
});

const OTHERS: Readonly<Record<OtherAddin, string>> = {
  refusesOnce: 'Stops the first Send',
  appendsDisclaimer: 'Appends a disclaimer',
  rewritesHtml: 'Rewrites the HTML',
};
const UNDO = [0, 5, 10] as const;
/** Of the send handler's calls, some have answered by then and some have not. */
const LEAVES_AFTER = 6;

interface HeadBarProps {
  person: { name: string; address: string };
  settings: Cell<Settings>;
  /** While a message is written its Outlook stays. */
  composing: boolean;
}

/** The top of the page: which Outlook this is, and what goes wrong in it. */
export function HeadBar({ person, settings, composing }: HeadBarProps) {
  const styles = useStyles();
  const { client, undo, others, leaveAfter } = useSyncExternalStore(settings.subscribe, settings.get);
  const set = (part: Partial<Settings>) => settings.set({ ...settings.get(), ...part });
  const faults = others.length + (leaveAfter >= 0 ? 1 : 0);
  return (
    <header className={styles.head}>
      <Text as="h1" weight="semibold" size={400}>
        Outlook
      </Text>
      <Text size={200}>sandbox</Text>
      {composing ? (
        <Text size={200} className={styles.fixed} title="Send or close the message to choose another">
          {CLIENTS[client].label}
        </Text>
      ) : (
        <Select
          aria-label="Which Outlook"
          size="small"
          value={client}
          onChange={(_, { value }) => set({ client: clientKey(value) ?? client })}
        >
          {CLIENT_KEYS.map((key) => (
            <option key={key} value={key}>
              {CLIENTS[key].label}
            </option>
          ))}
        </Select>
      )}
      <Menu
        checkedValues={{
          undo: [String(undo)],
          others,
          person: leaveAfter >= 0 ? ['leaves'] : [],
        }}
        onCheckedValueChange={(_, { name, checkedItems }) => {
          if (name === 'undo') set({ undo: Number(checkedItems[0] ?? 0) });
          else if (name === 'others')
            set({ others: OTHER_ADDINS.filter((key) => checkedItems.includes(key)) });
          else set({ leaveAfter: checkedItems.includes('leaves') ? LEAVES_AFTER : -1 });
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="transparent"
            size="small"
            className={styles.faults}
            icon={<ChevronDownRegular />}
            iconPosition="after"
          >
            {faults === 0 ? 'Sending' : `Sending (${faults} ${faults === 1 ? 'fault' : 'faults'})`}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>Undo send</MenuGroupHeader>
              {UNDO.map((seconds) => (
                <MenuItemRadio key={seconds} name="undo" value={String(seconds)}>
                  {seconds === 0 ? 'Off' : `${seconds} seconds`}
                </MenuItemRadio>
              ))}
            </MenuGroup>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>Fault: another add-in, {OTHER_NAME}</MenuGroupHeader>
              {OTHER_ADDINS.map((key) => (
                <MenuItemCheckbox key={key} name="others" value={key}>
                  {OTHERS[key]}
                </MenuItemCheckbox>
              ))}
            </MenuGroup>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>Fault: the person</MenuGroupHeader>
              <MenuItemCheckbox name="person" value="leaves">
                Goes to another item during Send
              </MenuItemCheckbox>
            </MenuGroup>
          </MenuList>
        </MenuPopover>
      </Menu>
      <span className={styles.grow} />
      <Text>
        {person.name} &lt;{person.address}&gt;
      </Text>
    </header>
  );
}
