import {
  Badge,
  Button,
  Caption1,
  CounterBadge,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Switch,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ContactCard } from '../../../core/api/shared';
import type { Content } from '../../../core/marketing/content';
import { fileSize } from '../../format';
import { ContactPicker } from '../../parts/contact-picker';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { ChecksList } from './checks-list';
import { PlainTextTab } from './plain-text-tab';
import { PreviewFrame, type Screen } from './preview-frame';
import { TestSendButton } from './test-send-button';
import { usePreview } from './use-preview';

const useStyles = makeStyles({
  all: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    minWidth: 0,
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
  subject: { overflowWrap: 'anywhere' },
  counted: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

const SCREENS: readonly Screen[] = ['desktop', 'phone'];
const TABS = ['preview', 'text', 'checks'] as const;
type Part = (typeof TABS)[number];

/** Beside what is written: how it looks to a contact, its plain text, and what is to be seen to. */
export function SidePanel({
  id,
  content,
  disabled,
  setText,
  show,
  flush,
}: {
  id: string;
  content: Content;
  disabled: boolean;
  setText: (text: string | null) => void;
  show: (block: string) => void;
  flush: () => Promise<void>;
}) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [part, setPart] = useState<Part>('preview');
  const [contact, setContact] = useState<ContactCard>();
  const { preview, error, again } = usePreview(content, contact?.id);
  const count = preview?.problems.length ?? 0;
  return (
    <section className={styles.all} aria-label={words.side}>
      <TabList
        size="small"
        selectedValue={part}
        aria-label={words.side}
        onTabSelect={(_event, { value }) => {
          const chosen = TABS.find((one) => one === value);
          if (chosen) setPart(chosen);
        }}
      >
        <Tab value="preview">{words.preview}</Tab>
        <Tab value="text">{words.plainText}</Tab>
        <Tab value="checks">
          <span className={styles.counted}>
            {texts.marketingChecks.title}
            {count > 0 && (
              <CounterBadge
                count={count}
                size="small"
                color={preview?.problems.some(({ level }) => level === 'error') ? 'danger' : 'informative'}
              />
            )}
          </span>
        </Tab>
      </TabList>
      {part !== 'checks' && (
        <Whose contact={contact} choose={setContact}>
          {!disabled && <TestSendButton id={id} contactId={contact?.id} flush={flush} />}
        </Whose>
      )}
      {error && <Failure error={error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />}
      {!preview && !error && (
        <Skeleton aria-label={texts.common.loading(words.preview)}>
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {preview && part === 'preview' && (
        <>
          {preview.unfilled.length > 0 && (
            <div className={styles.row}>
              <Caption1>{texts.templates.unfilled}</Caption1>
              {preview.unfilled.map((field) => (
                <Badge key={field} appearance="tint" color="warning">
                  {field}
                </Badge>
              ))}
            </div>
          )}
          <Text weight="semibold" className={styles.subject}>
            {preview.subject || texts.common.noSubject}
          </Text>
          <Seen html={preview.html} />
          <Caption1 className={styles.quiet}>{words.size(fileSize(preview.bytes))}</Caption1>
        </>
      )}
      {preview && part === 'text' && (
        <PlainTextTab
          content={content}
          made={preview.text}
          plain={preview.plain}
          disabled={disabled}
          change={setText}
        />
      )}
      {preview && part === 'checks' && (
        <ChecksList problems={preview.problems} content={content} show={show} />
      )}
    </section>
  );
}

/** Whose mail is shown. */
function Whose({
  contact,
  choose,
  children,
}: {
  contact: ContactCard | undefined;
  choose: (contact: ContactCard) => void;
  children: React.ReactNode;
}) {
  const styles = useStyles();
  const [choosing, setChoosing] = useState(false);
  return (
    <div className={styles.row}>
      <Caption1 className={styles.quiet}>
        {contact ? texts.templates.previewFor(contact.name) : texts.templates.previewNobody}
      </Caption1>
      <Button size="small" onClick={() => setChoosing(true)}>
        {texts.templates.chooseContact}
      </Button>
      {children}
      <ContactPicker
        title={texts.templates.chooseContact}
        open={choosing}
        onClose={() => setChoosing(false)}
        onPick={(picked) => {
          choose(picked);
          setChoosing(false);
        }}
      />
    </div>
  );
}

function Seen({ html }: { html: string }) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [screen, setScreen] = useState<Screen>('desktop');
  const [dark, setDark] = useState(false);
  return (
    <>
      <div className={styles.row}>
        {SCREENS.map((one) => (
          <Button
            key={one}
            size="small"
            appearance={screen === one ? 'primary' : 'secondary'}
            aria-pressed={screen === one}
            onClick={() => setScreen(one)}
          >
            {words.screens[one]}
          </Button>
        ))}
        <Switch label={words.dark} checked={dark} onChange={(_event, { checked }) => setDark(checked)} />
      </div>
      <PreviewFrame html={html} screen={screen} dark={dark} />
    </>
  );
}
