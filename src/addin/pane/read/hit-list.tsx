import { Badge, Button, makeStyles, Text, tokens, type BadgeProps } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { HitView, Overrule } from '../../../core/api/hits';
import type { ApiFailure } from '../api';
import { usePane } from '../context';
import { Empty, Failed, WhenLoaded } from '../parts';
import { timeWords } from '../sentences';
import type { Texts } from '../texts';
import { useLoaded } from '../use-loaded';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  hit: { display: 'grid', rowGap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
  reasons: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

type Word = NonNullable<Overrule['verdict']>;
const WORDS: readonly Word[] = ['machine', 'person', 'self'];
const COLORS: Record<NonNullable<HitView['verdict']>, BadgeProps['color']> = {
  person: 'brand',
  machine: 'informative',
  self: 'informative',
  unsure: 'subtle',
};

/** V3: every request for the image or a link of a message, its verdict with the reasons, and the user's own word on it. */
export function HitList({ message, onChange }: { message: string; onChange: () => void }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const load = useCallback(() => api.hits(message), [api, message]);
  const { loaded, again } = useLoaded(load);
  const changed = (): void => {
    again();
    onChange();
  };
  return (
    <WhenLoaded loaded={loaded} again={again}>
      {({ hits, mayOverrule, more, possiblyForwarded }) => (
        <>
          {hits.length === 0 && <Empty>{texts.hits.none}</Empty>}
          {possiblyForwarded && <Text size={200}>{texts.hits.possiblyForwarded}</Text>}
          <ul className={styles.list} aria-label={texts.hits.title}>
            {hits.map((hit) => (
              <Hit key={hit.id} hit={hit} mayOverrule={mayOverrule} onChange={changed} />
            ))}
          </ul>
          {more && (
            <Text size={200} className={styles.quiet}>
              {texts.hits.olderKept}
            </Text>
          )}
        </>
      )}
    </WhenLoaded>
  );
}

/** "Bob Lindqvist opened", "Someone clicked “the offer”": what was asked for, and whose it was. */
export function hitWords(texts: Texts, { kind, verdict, colleague, who, link }: HitView): string {
  const name =
    verdict === 'self'
      ? colleague
        ? texts.hits.colleague
        : texts.hits.you
      : who
        ? who.name || who.address
        : texts.someone;
  const target = link ? ` ${texts.quoted(link.text || link.target)}` : '';
  return `${texts.events[kind](name)}${target}`;
}

function Hit({ hit, mayOverrule, onChange }: { hit: HitView; mayOverrule: boolean; onChange: () => void }) {
  const styles = useStyles();
  const { texts, api, locale } = usePane();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const say = async (word: Word | null): Promise<void> => {
    setBusy(true);
    const answer = await api.overrule(hit.id, word);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const similar = answer.value.similar > 0 ? ` ${texts.activity.similar(answer.value.similar)}` : '';
    setSaid(`${word === null ? texts.activity.undone : texts.activity.said[word]}${similar}`);
    onChange();
  };
  return (
    <li className={styles.hit}>
      <div className={styles.line}>
        <Badge appearance="tint" size="small" color={hit.verdict ? COLORS[hit.verdict] : 'subtle'}>
          {texts.hits.verdicts[hit.verdict ?? 'waiting']}
        </Badge>
        <Text size={200} weight="semibold">
          {hitWords(texts, hit)}
        </Text>
        <Text size={200} className={styles.quiet}>
          <time dateTime={hit.at}>{timeWords(hit.at, new Date(), locale)}</time>
        </Text>
      </div>
      {hit.reasons.length > 0 && (
        <ul className={styles.reasons} aria-label={texts.hits.why}>
          {hit.reasons.map((reason) => (
            <li key={reason}>
              <Text size={200}>{texts.said(reason)}</Text>
            </li>
          ))}
        </ul>
      )}
      {hit.overruled && (
        <Text size={200} className={styles.quiet}>
          {texts.hits.saidSo(hit.overruled.by, timeWords(hit.overruled.at, new Date(), locale))}
        </Text>
      )}
      {mayOverrule && hit.verdict !== undefined && (
        <div className={styles.line} role="group" aria-label={texts.hits.whatWasIt}>
          {hit.overruled ? (
            <Button size="small" disabledFocusable={busy} onClick={() => void say(null)}>
              {texts.activity.undo}
            </Button>
          ) : (
            WORDS.filter((word) => word !== hit.verdict).map((word) => (
              <Button key={word} size="small" disabledFocusable={busy} onClick={() => void say(word)}>
                {texts.activity.was[word]}
              </Button>
            ))
          )}
        </div>
      )}
      <Text size={200} role="status">
        {said}
      </Text>
      {failure && <Failed failure={failure} />}
    </li>
  );
}
