import { Card, Field, Input, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { MarketingSettings, ReplyToOptions } from '../../../core/api/marketing';
import { usePageStyles } from '../../parts/page-styles';
import { texts } from '../../texts';
import type { SettingsInHand } from './use-settings';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalM,
  },
});

interface FromCardProps {
  settings: MarketingSettings;
  mailboxes: ReplyToOptions['mailboxes'];
  disabled: boolean;
  put: SettingsInHand['put'];
}

/** Whom a message is from. Kept as a field is left. */
export function FromCard({ settings: { from }, mailboxes, disabled, put }: FromCardProps) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.marketingSettings;
  const [name, setName] = useState(from?.name ?? '');
  const [address, setAddress] = useState(from?.address ?? '');
  useEffect(() => {
    setName(from?.name ?? '');
    setAddress(from?.address ?? '');
  }, [from?.name, from?.address]);
  const keep = (): void => {
    const next = { name: name.trim(), address: address.trim() };
    if (next.name === (from?.name ?? '') && next.address === (from?.address ?? '')) return;
    if (next.address === '') {
      // A name alone is kept once there is an address to it.
      if (from) put({ from: undefined });
    } else put({ from: next });
  };
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.from}</Subtitle1>
      <div className={styles.fields}>
        <Field label={words.fromName} hint={words.fromNameHint}>
          <Input
            value={name}
            maxLength={200}
            disabled={disabled}
            onChange={(_event, { value }) => setName(value)}
            onBlur={keep}
          />
        </Field>
        <Field label={words.fromAddress} hint={words.fromAddressHint}>
          <Input
            type="email"
            value={address}
            maxLength={320}
            disabled={disabled}
            list="from-addresses"
            onChange={(_event, { value }) => setAddress(value)}
            onBlur={keep}
          />
        </Field>
        <datalist id="from-addresses">
          {mailboxes.flatMap((box) =>
            [box.address, ...box.aliases.map((alias) => alias.address)].map((one) => (
              <option key={`${box.id} ${one}`} value={one} />
            )),
          )}
        </datalist>
      </div>
    </Card>
  );
}
