import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons/svg/attach';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { FolderName, ListedMessage } from '../api-shapes';

const useStyles = makeStyles({
  list: {
    width: '300px',
    flexShrink: 0,
    overflowY: 'auto',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  row: {
    display: 'flex',
    flexDirection: 'column',
    width: '100%',
    padding: '8px 12px',
    border: 0,
    textAlign: 'left',
    cursor: 'pointer',
    backgroundColor: 'transparent',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    color: 'inherit',
    font: 'inherit',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  withActions: { paddingRight: '68px' },
  item: { position: 'relative' },
  actions: { position: 'absolute', top: '4px', right: '4px' },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  empty: { padding: '16px' },
});

interface MailListProps {
  folder: FolderName;
  messages: readonly ListedMessage[];
  selected: string | undefined;
  onSelect: (id: string) => void;
  /** Drafts can be copied and thrown away. */
  onCopy: (id: string) => void;
  onDelete: (id: string) => void;
}

/** The mail of one folder, newest first. */
export function MailList({ folder, messages, selected, onSelect, onCopy, onDelete }: MailListProps) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label="Messages">
      {messages.length === 0 && (
        <li className={styles.empty}>
          <Text>Nothing in this folder.</Text>
        </li>
      )}
      {messages.map((message) => {
        const weight = message.isRead ? 'regular' : 'bold';
        const who =
          folder !== 'inbox'
            ? message.to.map(({ name }) => name).join('; ') || '(No recipients)'
            : message.from.name;
        return (
          <li key={message.id} className={styles.item}>
            <button
              type="button"
              className={mergeClasses(
                styles.row,
                folder === 'drafts' && styles.withActions,
                message.id === selected && styles.chosen,
              )}
              aria-current={message.id === selected}
              onClick={() => onSelect(message.id)}
            >
              <Text weight={weight} className={styles.line}>
                {who} {message.hasAttachments && <AttachRegular aria-label="Has attachments" />}
              </Text>
              <Text weight={weight} size={200} className={styles.line}>
                {message.subject === '' ? '(No subject)' : message.subject}
              </Text>
              <Text size={200} className={styles.line}>
                {message.preview}
              </Text>
            </button>
            {folder === 'drafts' && (
              <span className={styles.actions}>
                <Button
                  appearance="subtle"
                  size="small"
                  icon={<CopyRegular />}
                  aria-label={`Copy draft ${message.subject}`}
                  title="Copy draft"
                  onClick={() => onCopy(message.id)}
                />
                <Button
                  appearance="subtle"
                  size="small"
                  icon={<DeleteRegular />}
                  aria-label={`Delete draft ${message.subject}`}
                  title="Delete draft"
                  onClick={() => onDelete(message.id)}
                />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
