import {
  Badge,
  Button,
  Caption1,
  Card,
  Link,
  makeStyles,
  Subtitle1,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ApiKeyView, MadeApiKey } from '../../core/api/api-keys';
import { shortTime, date } from '../format';
import { LoadedSection } from '../parts/loaded-section';
import { MadeKey, NewKeyForm } from '../parts/new-api-key';
import { usePageStyles } from '../parts/page-styles';
import { Empty, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  mono: { fontFamily: tokens.fontFamilyMonospace },
});

/** K5: the keys with which programs use the API: one's own, and for administrators all. */
export function ApiKeysPage() {
  const styles = usePageStyles();
  const words = texts.apiKeys;
  useTitle(words.title);
  const [keys, reload] = useResource('api-keys', settingsApi.keys);
  const { busy, error, does } = useDoing();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeApiKey>();
  const [revoked, setRevoked] = useState<ApiKeyView>();

  const revoke = (key: ApiKeyView) =>
    does(async () => {
      await settingsApi.revokeKey(key.id);
      setRevoked(key);
      reload();
    });
  const restore = (key: ApiKeyView) =>
    does(async () => {
      await settingsApi.restoreKey(key.id);
      setRevoked(undefined);
      reload();
    });
  const begin = (
    <Button appearance="primary" onClick={() => setMaking(true)}>
      {words.make}
    </Button>
  );

  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      {revoked && (
        <UndoBar words={words.wasRevoked(revoked.name)} busy={busy} undo={() => void restore(revoked)} />
      )}
      {made && <MadeKey made={made} close={() => setMade(undefined)} />}
      {making && (
        <NewKeyForm
          cancel={() => setMaking(false)}
          onMade={(fresh) => {
            setMaking(false);
            setMade(fresh);
            reload();
          }}
        />
      )}
      <LoadedSection
        title={words.title}
        hideTitle
        about={
          <>
            {words.about}{' '}
            <Link href="/api/openapi.json" target="_blank" inline>
              {words.description}
            </Link>
          </>
        }
        resource={keys}
        reload={reload}
        error={error}
      >
        {({ keys: all }) =>
          all.length === 0 ? (
            <Empty title={words.none} action={!making && begin}>
              {words.noneAbout}
            </Empty>
          ) : (
            <>
              {!making && <div>{begin}</div>}
              {all.map((key) => (
                <KeyCard key={key.id} view={key} busy={busy} revoke={() => void revoke(key)} />
              ))}
            </>
          )
        }
      </LoadedSection>
    </div>
  );
}

function KeyCard({ view, busy, revoke }: { view: ApiKeyView; busy: boolean; revoke: () => void }) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.apiKeys;
  const ended = new Date(view.expiresAt) <= new Date();
  const state = view.revokedAt !== undefined ? words.revoked : ended ? words.ended : undefined;
  return (
    <Card className={page.card} role="group" aria-label={view.name}>
      <div className={page.between}>
        <Subtitle1 as="h2">{view.name}</Subtitle1>
        <span className={page.row}>
          {state !== undefined && (
            <Badge appearance="tint" color="danger">
              {state}
            </Badge>
          )}
          <Badge appearance="tint">{words.kinds[view.kind]}</Badge>
          <Badge appearance="tint" color="informative">
            {words.accesses[view.access]}
          </Badge>
        </span>
      </div>
      <Text className={styles.mono}>{view.shown}</Text>
      <Caption1 className={page.quiet}>
        {[
          words.roles[view.role],
          words.by(view.madeBy.name),
          `${words.lastUsed}: ${view.lastUsedAt === undefined ? words.never : shortTime(view.lastUsedAt)}`,
          `${words.expires}: ${date(view.expiresAt)}`,
        ].join(' · ')}
      </Caption1>
      {state === undefined && (
        <div>
          <Button disabledFocusable={busy} aria-label={words.revokeOne(view.name)} onClick={revoke}>
            {words.revoke}
          </Button>
        </div>
      )}
    </Card>
  );
}
