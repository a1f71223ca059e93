import { Button, makeStyles, Skeleton, SkeletonItem, Text, Title3, tokens } from '@fluentui/react-components';
import type { ReactNode, RefObject } from 'react';
import type { ApiError } from '../api';
import type { Resource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface LoadedSectionProps<T> {
  title: string;
  about?: ReactNode;
  resource: Resource<T>;
  reload: () => void;
  /** Of what was last done here. */
  error?: ApiError | undefined;
  /** To bring the focus here, when the button that had it is gone. */
  section?: RefObject<HTMLElement | null>;
  children: (value: T) => ReactNode;
}

/** A part of a page that loads by itself: its heading at once, then what was loaded, or why not and "Try again". */
export function LoadedSection<T>(props: LoadedSectionProps<T>) {
  const { title, about, resource, reload, error, section, children } = props;
  const styles = useStyles();
  return (
    <section className={styles.section} aria-label={title} {...(section && { ref: section, tabIndex: -1 })}>
      <Title3 as="h2">{title}</Title3>
      {about !== undefined && <Text className={styles.quiet}>{about}</Text>}
      {error && <Failure error={error} />}
      {resource.state === 'loading' && (
        <Skeleton aria-label={`Loading: ${title}`}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {resource.state === 'failed' && (
        <Failure error={resource.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {resource.state === 'ready' && children(resource.value)}
    </section>
  );
}
