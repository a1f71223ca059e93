import {
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  Title3,
  tokens,
  Tooltip,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { HitView } from '../../core/api/hits';
import { api, ApiError } from '../api';
import { count, fullTime, shortTime } from '../format';
import { hitSentence, outcome, VERDICT_WORDS, WORDS } from '../hit-words';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { useReloadOnFeed } from './feed';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', rowGap: tokens.spacingVerticalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalL, margin: 0, padding: 0, listStyleType: 'none' },
  hit: { display: 'grid', rowGap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  line: { display: 'flex', alignItems: 'baseline', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  reasons: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/**
 * Every hit of a message, with its verdict, why, and the user's own word on it (V3). `everyMs`: looks again so often,
 * since the feed tells nothing of a test.
 */
export function MessageHitList({
  messageId,
  onChange,
  everyMs,
}: {
  messageId: string;
  onChange: () => void;
  everyMs?: number | undefined;
}) {
  const styles = useStyles();
  const [hits, reload] = useResource(`hits/${messageId}`, () => api.hits(messageId));
  useReloadOnFeed(reload);
  useEvery(everyMs, reload);
  const changed = (): void => {
    reload();
    onChange();
  };
  return (
    <section className={styles.section} aria-label="Loads and clicks, one by one">
      <Title3 as="h2">Loads and clicks, one by one</Title3>
      {hits.state === 'loading' && (
        <Skeleton aria-label="Loading the hits">
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {hits.state === 'failed' && (
        <Failure error={hits.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {hits.state === 'ready' && hits.value.hits.length === 0 && (
        <Text className={styles.quiet}>
          Nothing has asked for the image or a link yet. That does not mean that the mail was not read.
        </Text>
      )}
      {hits.state === 'ready' && hits.value.possiblyForwarded && (
        <Text>
          Possibly forwarded: it was opened in different programs on unrelated networks. It may as well be one
          person at two places.
        </Text>
      )}
      {hits.state === 'ready' && hits.value.hits.length > 0 && (
        <Card>
          <ul className={styles.list}>
            {hits.value.hits.map((hit) => (
              <Hit key={hit.id} hit={hit} mayOverrule={hits.value.mayOverrule} onChange={changed} />
            ))}
          </ul>
          {hits.value.more && <Caption1 className={styles.quiet}>Older ones are kept, not shown.</Caption1>}
        </Card>
      )}
    </section>
  );
}

function Hit({ hit, mayOverrule, onChange }: { hit: HitView; mayOverrule: boolean; onChange: () => void }) {
  const styles = useStyles();
  const line = useRef<HTMLLIElement>(null);
  const [saying, setSaying] = useState(false);
  const [said, setSaid] = useState('');
  const [error, setError] = useState<ApiError>();
  const words = VERDICT_WORDS[hit.verdict ?? 'waiting'];
  const say = async (word: 'person' | 'machine' | 'self' | null): Promise<void> => {
    setSaying(true);
    setError(undefined);
    setSaid('');
    try {
      setSaid(outcome(word, await api.overrule(hit.id, word)));
      // "Undo" is gone now; whoever pressed it by keyboard stays at this hit.
      if (word === null) line.current?.focus();
      onChange();
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
    } finally {
      setSaying(false);
    }
  };
  return (
    <li ref={line} tabIndex={-1} className={styles.hit} aria-label={hitSentence(hit)}>
      <div className={styles.line}>
        <Badge appearance="tint" color={words.color}>
          {words.badge}
        </Badge>
        <Text>{hitSentence(hit)}</Text>
        {hit.via !== undefined && <Text className={styles.quiet}>through {hit.via}</Text>}
        <Tooltip content={fullTime(hit.at)} relationship="description">
          <Caption1 className={styles.quiet}>
            <time dateTime={hit.at}>{shortTime(hit.at)}</time>
          </Caption1>
        </Tooltip>
      </div>
      {hit.reasons.length > 0 && (
        <ul className={styles.reasons} aria-label="Why">
          {hit.reasons.map((reason) => (
            <li key={reason}>
              <Caption1>{reason}</Caption1>
            </li>
          ))}
        </ul>
      )}
      {hit.overruled && (
        <Caption1 className={styles.quiet}>
          {hit.overruled.by} said so, {shortTime(hit.overruled.at)}
          {hit.overruled.similar > 0 &&
            `; ${count(hit.overruled.similar, 'similar hit follows', 'similar hits follow')}`}
          .
        </Caption1>
      )}
      {mayOverrule && (
        <div className={styles.line} role="group" aria-label="What was it?">
          {WORDS.map(({ word, button }) => (
            <Button
              key={word}
              size="small"
              disabledFocusable={saying || (hit.verdict === word && (word !== 'self' || !!hit.overruled))}
              onClick={() => void say(word)}
            >
              {button}
            </Button>
          ))}
          {hit.overruled && (
            <Button
              size="small"
              appearance="subtle"
              disabledFocusable={saying}
              onClick={() => void say(null)}
            >
              Undo
            </Button>
          )}
        </div>
      )}
      <Caption1 role="status">{said}</Caption1>
      {error && <Failure error={error} />}
    </li>
  );
}
