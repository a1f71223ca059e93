import { Button, Caption1, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons/svg/attach';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { useRef, useState } from 'react';
import { MOST_FILE_BYTES, type OutgoingFile } from '../../core/api/sending';
import { ApiError, asApiError } from '../api';
import { fileSize, percent } from '../format';
import { Failure } from '../parts/states';
import { sendingApi, uploadFile } from '../sending-api';
import { texts } from '../texts';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  file: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  name: { overflowWrap: 'anywhere' },
  all: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
});

/** The files on a draft, and how far those are that are being uploaded. */
export function FilesList({
  id,
  files,
  change,
}: {
  id: string;
  files: readonly OutgoingFile[];
  change: (files: OutgoingFile[]) => void;
}) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [under, setUnder] = useState<{ name: string; share: number }>();
  const [error, setError] = useState<ApiError>();

  const add = async (chosen: readonly File[]): Promise<void> => {
    setError(undefined);
    let all = [...files];
    try {
      for (const file of chosen) {
        const sum = all.reduce((bytes, { size }) => bytes + size, file.size);
        if (sum > MOST_FILE_BYTES) {
          throw new ApiError(413, 'files-too-large', texts.write.filesTooLarge(fileSize(MOST_FILE_BYTES)));
        }
        setUnder({ name: file.name, share: 0 });
        const stored = await uploadFile(id, file, (share) => setUnder({ name: file.name, share }));
        all = [...all, stored];
        change(all);
      }
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setUnder(undefined);
    }
  };
  return (
    <div className={styles.all}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void add(chosen);
        }}
      />
      <Button
        icon={<AttachRegular />}
        disabledFocusable={under !== undefined}
        onClick={() => input.current?.click()}
      >
        {texts.write.attach}
      </Button>
      {files.length > 0 && (
        <ul className={styles.list} aria-label={texts.write.files}>
          {files.map(({ n, name, size }) => (
            <li key={n} className={styles.file}>
              <Text className={styles.name}>{name}</Text>
              <Caption1>{fileSize(size)}</Caption1>
              <Button
                size="small"
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={texts.common.removeOne(name)}
                onClick={() => {
                  sendingApi.removeFile(id, n).then(
                    () => change(files.filter((file) => file.n !== n)),
                    (problem: unknown) => setError(asApiError(problem)),
                  );
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {under && (
        <div role="status">
          <Caption1>{texts.write.uploading(under.name, percent(under.share))}</Caption1>
          <ProgressBar value={under.share} />
        </div>
      )}
      {error && <Failure error={error} />}
    </div>
  );
}
