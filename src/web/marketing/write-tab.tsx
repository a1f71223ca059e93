import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { useState } from 'react';
import { can } from '../../core/access';
import { emptyContent, MOST_HTML, type Block, type Content } from '../../core/marketing/content';
import { marketingApi } from '../marketing-api';
import { useMe } from '../parts/me';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { SavingNote } from './saving-note';
import type { MarketingTabProps } from './tabs';
import { useContent } from './use-content';
import { BlockList } from './write/block-list';
import { ChoiceField } from './write/choices';
import { FieldInput } from './write/field-input';
import { FieldsContext } from './write/field-menu';
import { ImportHtml } from './write/import-html';
import { LookForm } from './write/look-form';
import { SidePanel } from './write/side-panel';
import { VersionsDrawer } from './write/versions-drawer';

const useStyles = makeStyles({
  all: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  write: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
    minHeight: '32px',
  },
  rest: { marginLeft: 'auto' },
  side: {
    position: 'sticky',
    top: tokens.spacingVerticalM,
    minWidth: 0,
    '@media (max-width: 1100px)': { position: 'static' },
  },
  look: { display: 'grid', rowGap: tokens.spacingVerticalM },
  code: { '& textarea': { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 } },
});

const LANGUAGES = ['en', 'pl', 'de', 'fr', 'es', 'it', 'nl', 'cs'] as const;

/** M1: what the message says, beside how it looks. It saves itself. */
export function WriteTab({ message, reload }: MarketingTabProps) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const mine = can(useMe().user.role, 'change', 'marketing-message');
  const hand = useContent(message, reload);
  const { content, change } = hand;
  const [fields] = useResource('marketing-fields', marketingApi.fields);
  const [chosen, setChosen] = useState<string>();
  const [versions, setVersions] = useState(false);
  const [undo, setUndo] = useState<{ words: string; by: (now: Content) => Content }>();
  const [redrawn, setRedrawn] = useState(0);
  const disabled = !message.canChange || hand.saving === 'newer';
  /** With a way back to what was there. */
  const replace = (next: Content, said: string): void => {
    setUndo({ words: said, by: () => content });
    change(() => next);
    setRedrawn((n) => n + 1);
  };
  const takeBack = (): void => {
    if (undo) change(undo.by);
    setUndo(undefined);
    setRedrawn((n) => n + 1);
  };
  const setBlocks = (blocks: Block[], removed?: Block): void => {
    if (content.form !== 'blocks') return;
    const { blocks: before } = content;
    if (removed) {
      const by = (now: Content): Content => (now.form === 'blocks' ? { ...now, blocks: before } : now);
      setUndo({ words: words.blockRemoved(words.kinds[removed.kind]), by });
    } else setUndo(undefined);
    change((now) => (now.form === 'blocks' ? { ...now, blocks } : now));
  };
  const language = LANGUAGES.find((one) => one === content.lang.split('-')[0]);
  return (
    <FieldsContext.Provider value={fields.state === 'ready' ? fields.value.fields : []}>
      <div className={styles.all}>
        {!message.canChange && (
          <MessageBar layout="multiline">
            <MessageBarBody>{mine ? texts.marketing.notADraft : texts.marketing.notAllowed}</MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.row}>
          {message.canChange && <SavingNote hand={hand} id={message.id} />}
          <Button
            className={styles.rest}
            icon={<HistoryRegular />}
            onClick={() => void hand.flush().then(() => setVersions(true))}
          >
            {words.versions}
          </Button>
          {!disabled && (
            <ImportHtml
              take={(html) => {
                const { subject, preheader, lang, text } = content;
                replace({ form: 'html', subject, preheader, lang, text, html }, words.imported);
              }}
            />
          )}
        </div>
        {undo && <UndoBar words={undo.words} busy={false} undo={takeBack} />}
        <div className={styles.columns}>
          <div className={styles.write}>
            <FieldInput
              label={words.subject}
              value={content.subject}
              most={500}
              disabled={disabled}
              change={(subject) => change((now) => ({ ...now, subject }))}
            />
            <FieldInput
              label={words.preheader}
              hint={words.preheaderAbout}
              value={content.preheader}
              most={300}
              disabled={disabled}
              change={(preheader) => change((now) => ({ ...now, preheader }))}
            />
            <Accordion collapsible>
              <AccordionItem value="look">
                <AccordionHeader>{words.look}</AccordionHeader>
                <AccordionPanel className={styles.look}>
                  <ChoiceField
                    label={words.language}
                    value={language ?? 'en'}
                    options={LANGUAGES}
                    words={(one) => words.languages[one]}
                    disabled={disabled}
                    change={(lang) => change((now) => ({ ...now, lang }))}
                  />
                  {content.form === 'blocks' && !disabled && (
                    <LookForm
                      style={content.style}
                      change={(style) => change((now) => (now.form === 'blocks' ? { ...now, style } : now))}
                    />
                  )}
                </AccordionPanel>
              </AccordionItem>
            </Accordion>
            {content.form === 'blocks' ? (
              <BlockList
                label={words.blocks}
                blocks={content.blocks}
                style={content.style}
                shown={hand.shown + redrawn}
                disabled={disabled}
                chosen={chosen}
                choose={setChosen}
                change={setBlocks}
              />
            ) : (
              <>
                <Field label={words.html} hint={words.htmlAbout} className={styles.code}>
                  <Textarea
                    rows={18}
                    resize="vertical"
                    value={content.html}
                    maxLength={MOST_HTML}
                    disabled={disabled}
                    onChange={(_event, { value }) =>
                      change((now) => (now.form === 'html' ? { ...now, html: value } : now))
                    }
                  />
                </Field>
                {!disabled && (
                  <Button
                    onClick={() => {
                      const { subject, preheader, lang, text } = content;
                      replace({ ...emptyContent(lang), subject, preheader, text }, words.beganBlocks);
                    }}
                  >
                    {words.useBlocks}
                  </Button>
                )}
              </>
            )}
          </div>
          <div className={styles.side}>
            <SidePanel
              id={message.id}
              content={content}
              disabled={disabled}
              setText={(text) => change((now) => ({ ...now, text }))}
              show={setChosen}
              flush={hand.kept}
            />
          </div>
        </div>
        <VersionsDrawer
          message={message}
          version={hand.version}
          canChange={!disabled}
          open={versions}
          close={() => setVersions(false)}
          flush={hand.flush}
          take={(taken) => {
            hand.take(taken);
            reload();
          }}
        />
      </div>
    </FieldsContext.Provider>
  );
}
