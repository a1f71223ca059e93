import {
  Button,
  Card,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Subtitle1,
  Text,
} from '@fluentui/react-components';
import { useState } from 'react';
import { can } from '../../../core/access';
import type { MarketingView } from '../../../core/api/marketing-messages';
import { momentOf, wallTime } from '../../../core/zoned-time';
import { marketingSendApi } from '../../marketing-send-api';
import { marketingSettingsApi } from '../../marketing-settings-api';
import { useMe } from '../../parts/me';
import { usePageStyles } from '../../parts/page-styles';
import { texts } from '../../texts';
import { useResource } from '../../use-resource';
import { MessageChecks } from '../checks';
import type { Step } from '../send-tab';

const HOUR_MS = 3_600_000;
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const ZONES = [...new Set([OWN_ZONE, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

/** What leaves and to how many, what stops it, and when. */
export function ReviewCard({ message, busy, step }: { message: MarketingView; busy: boolean; step: Step }) {
  const page = usePageStyles();
  const words = texts.marketingSend;
  const maySend = can(useMe().user.role, 'create', 'marketing-send');
  const [count] = useResource(`audience/${message.id}/${message.version}`, () =>
    marketingSettingsApi.audience(message.id),
  );
  const [later, setLater] = useState(false);
  const [zone, setZone] = useState(OWN_ZONE);
  const [wall, setWall] = useState(() => wallTime(new Date(Date.now() + HOUR_MS), OWN_ZONE));
  const at = momentOf(wall, zone);
  const people = count.state === 'ready' ? count.value.to : undefined;
  if (!maySend) {
    return (
      <MessageBar>
        <MessageBarBody>{texts.marketing.notAllowed}</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <>
      <Card className={page.card}>
        <Subtitle1 as="h2">{words.review}</Subtitle1>
        <MessageChecks id={message.id} version={message.version} />
      </Card>
      <Card className={page.card}>
        <Subtitle1 as="h2">{words.when}</Subtitle1>
        <RadioGroup
          aria-label={words.when}
          value={later ? 'later' : 'now'}
          onChange={(_event, { value }) => setLater(value === 'later')}
        >
          <Radio value="now" label={words.now} />
          <Radio value="later" label={words.later} />
        </RadioGroup>
        {later && (
          <div className={page.row}>
            <Field label={words.at} validationMessage={at ? undefined : words.noTime}>
              <Input type="datetime-local" value={wall} onChange={(_event, { value }) => setWall(value)} />
            </Field>
            <Field label={words.zone}>
              <Select value={zone} onChange={(_event, { value }) => setZone(value)}>
                {ZONES.map((one) => (
                  <option key={one} value={one}>
                    {one.replaceAll('_', ' ')}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
        )}
        <div className={page.row}>
          <Button
            appearance="primary"
            disabledFocusable={busy || (later && !at)}
            onClick={() =>
              step(() =>
                marketingSendApi.send(
                  message.id,
                  later && at ? { at: at.toISOString(), timeZone: zone } : {},
                ),
              )
            }
          >
            {later ? words.schedule : words.send}
          </Button>
          {people !== undefined && <Text>{words.toPeople(people)}</Text>}
        </div>
        <Text className={page.quiet}>{words.undoHint}</Text>
      </Card>
    </>
  );
}
