import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useSyncExternalStore } from 'react';
import type { DraftStore } from '../host/draft-store';
import { readableSize } from './attach';

const useStyles = makeStyles({
  files: { display: 'flex', flexWrap: 'wrap', gap: '6px', margin: 0, padding: 0, listStyleType: 'none' },
  file: {
    display: 'inline-flex',
    alignItems: 'center',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    paddingLeft: '8px',
  },
});

/** Files of the message being written; pictures in its text are not among them. */
export function AttachmentList({ draft, disabled }: { draft: DraftStore; disabled: boolean }) {
  const styles = useStyles();
  const attachments = useSyncExternalStore(draft.subscribe, () => draft.get().attachments);
  const files = attachments.filter(({ isInline }) => !isInline);
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label="Attachments">
      {files.map(({ id, name, size }) => (
        <li key={id} className={styles.file}>
          {name} ({readableSize(size)})
          <Button
            appearance="transparent"
            size="small"
            icon={<DismissRegular />}
            aria-label={`Remove ${name}`}
            disabled={disabled}
            onClick={() =>
              draft.update((now) => ({
                ...now,
                attachments: now.attachments.filter((one) => one.id !== id),
              }))
            }
          />
        </li>
      ))}
    </ul>
  );
}
