import { Button, makeStyles, Skeleton, SkeletonItem, Text, Title3, tokens } from '@fluentui/react-components';
import type { ReactNode, RefObject } from 'react';
import type { ApiError } from '../api';
import { texts } from '../texts';
import type { Resource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface LoadedSectionProps<T> {
  title: string;
  /** The page’s own heading says it already. */
  hideTitle?: boolean;
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
  const { title, hideTitle = false, about, resource, reload, error, section, children } = props;
  const styles = useStyles();
  return (
    <section className={styles.section} aria-label={title} {...(section && { ref: section, tabIndex: -1 })}>
      {!hideTitle && <Title3 as="h2">{title}</Title3>}
      {about !== undefined && <Text className={styles.quiet}>{about}</Text>}
      {error && <Failure error={error} />}
      {resource.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(title)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {resource.state === 'failed' && (
        <Failure error={resource.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {resource.state === 'ready' && children(resource.value)}
    </section>
  );
}
