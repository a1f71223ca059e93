import { Badge, Button, Caption1, Card, makeStyles, Text, tokens, Tooltip } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { HitView } from '../../core/api/hits';
import { api } from '../api';
import { fullTime, shortTime } from '../format';
import { badgeOf, hitSentence, outcome, SAID } from '../hit-words';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { useReloadOnFeed } from './feed';
import { LoadedSection } from './loaded-section';
import { Failure } from './states';

const useStyles = makeStyles({
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
    <LoadedSection title={texts.hits.title} resource={hits} reload={reload}>
      {({ hits: all, possiblyForwarded, mayOverrule, more }) => (
        <>
          {all.length === 0 && <Text className={styles.quiet}>{texts.hits.none}</Text>}
          {possiblyForwarded && <Text>{texts.hits.possiblyForwarded}</Text>}
          {all.length > 0 && (
            <Card>
              <ul className={styles.list}>
                {all.map((hit) => (
                  <Hit key={hit.id} hit={hit} mayOverrule={mayOverrule} onChange={changed} />
                ))}
              </ul>
              {more && <Caption1 className={styles.quiet}>{texts.hits.olderKept}</Caption1>}
            </Card>
          )}
        </>
      )}
    </LoadedSection>
  );
}

function Hit({ hit, mayOverrule, onChange }: { hit: HitView; mayOverrule: boolean; onChange: () => void }) {
  const styles = useStyles();
  const line = useRef<HTMLLIElement>(null);
  const { busy: saying, error, does } = useDoing();
  const [said, setSaid] = useState('');
  const words = badgeOf(hit);
  const say = async (word: 'person' | 'machine' | 'self' | null): Promise<void> => {
    setSaid('');
    const done = await does(async () => setSaid(outcome(word, await api.overrule(hit.id, word))));
    if (!done) return;
    // "Undo" is gone now; whoever pressed it by keyboard stays at this hit.
    if (word === null) line.current?.focus();
    onChange();
  };
  return (
    <li ref={line} tabIndex={-1} className={styles.hit} aria-label={hitSentence(hit)}>
      <div className={styles.line}>
        <Badge appearance="tint" color={words.color}>
          {words.badge}
        </Badge>
        <Text>{hitSentence(hit)}</Text>
        {hit.via !== undefined && <Text className={styles.quiet}>{texts.hits.through(hit.via)}</Text>}
        <Tooltip content={fullTime(hit.at)} relationship="description">
          <Caption1 className={styles.quiet}>
            <time dateTime={hit.at}>{shortTime(hit.at)}</time>
          </Caption1>
        </Tooltip>
      </div>
      {hit.reasons.length > 0 && (
        <ul className={styles.reasons} aria-label={texts.hits.why}>
          {hit.reasons.map((reason) => (
            <li key={reason}>
              <Caption1>{texts.said(reason)}</Caption1>
            </li>
          ))}
        </ul>
      )}
      {hit.overruled && (
        <Caption1 className={styles.quiet}>
          {texts.hits.saidSo(hit.overruled.by, shortTime(hit.overruled.at))}
          {hit.overruled.similar > 0 && `; ${texts.hits.similar(hit.overruled.similar)}`}.
        </Caption1>
      )}
      {mayOverrule && (
        <div className={styles.line} role="group" aria-label={texts.hits.whatWasIt}>
          {SAID.map((word) => (
            <Button
              key={word}
              size="small"
              disabledFocusable={saying || (hit.verdict === word && (word !== 'self' || !!hit.overruled))}
              onClick={() => void say(word)}
            >
              {texts.hits.say[word]}
            </Button>
          ))}
          {hit.overruled && (
            <Button
              size="small"
              appearance="subtle"
              disabledFocusable={saying}
              onClick={() => void say(null)}
            >
              {texts.common.undo}
            </Button>
          )}
        </div>
      )}
      <Caption1 role="status">{said}</Caption1>
      {error && <Failure error={error} />}
    </li>
  );
}
