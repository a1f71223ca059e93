import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { FilledTemplate } from '../../core/api/templates';
import type { ContactCard } from '../../core/api/shared';
import { asApiError, type ApiError } from '../api';
import { ContactPicker } from '../parts/contact-picker';
import { Failure } from '../parts/states';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { fieldName } from './outlook-card';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalS, minWidth: 0 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  frame: {
    width: '100%',
    minHeight: '260px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    // A mail is read on white, whatever the app's theme.
    backgroundColor: '#ffffff',
    colorScheme: 'light',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const PAUSE_MS = 400;

/** A text as one contact would get it, with what would be left empty and what is not understood. */
export function TemplatePreview({ subject, html }: { subject: string; html: string }) {
  const styles = useStyles();
  const [contact, setContact] = useState<ContactCard>();
  const [choosing, setChoosing] = useState(false);
  const [filled, setFilled] = useState<FilledTemplate>();
  const [error, setError] = useState<ApiError>();
  const contactId = contact?.id;

  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      sendingApi.fill({ subject, html, ...(contactId !== undefined && { contactId }) }).then(
        (answer) => {
          if (!current) return;
          setError(undefined);
          setFilled(answer);
        },
        (problem: unknown) => current && setError(asApiError(problem)),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [subject, html, contactId]);

  return (
    <section className={styles.all} aria-label={texts.templates.preview}>
      <div className={styles.row}>
        <Subtitle2 as="h2">{texts.templates.preview}</Subtitle2>
        <Button size="small" onClick={() => setChoosing(true)}>
          {texts.templates.chooseContact}
        </Button>
      </div>
      <Caption1 className={styles.quiet}>
        {contact ? texts.templates.previewFor(contact.name) : texts.templates.previewNobody}
      </Caption1>
      <ContactPicker
        title={texts.templates.chooseContact}
        open={choosing}
        onClose={() => setChoosing(false)}
        onPick={(picked) => {
          setContact(picked);
          setChoosing(false);
        }}
      />
      {error && <Failure error={error} />}
      {filled && (
        <>
          {filled.faults.length > 0 && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>
                {filled.faults.map(({ fault, at }) => (
                  <Text block key={at}>
                    {texts.templates.fault(texts.templates.faults[fault], at)}
                  </Text>
                ))}
              </MessageBarBody>
            </MessageBar>
          )}
          {filled.unfilled.length > 0 && (
            <div className={styles.row}>
              <Caption1>{texts.templates.unfilled}</Caption1>
              {filled.unfilled.map(({ field }) => (
                <Badge key={field} appearance="tint" color="warning">
                  {fieldName(field)}
                </Badge>
              ))}
            </div>
          )}
          <Text weight="semibold">{filled.subject || texts.common.noSubject}</Text>
          {/* Nothing runs in it, and it shares no origin with this page. */}
          <iframe
            className={styles.frame}
            title={texts.templates.preview}
            sandbox=""
            referrerPolicy="no-referrer"
            srcDoc={`<body style="font-family: Aptos, Calibri, sans-serif; font-size: 14px">${filled.html}</body>`}
          />
        </>
      )}
    </section>
  );
}
