import {
  Button,
  Card,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Select,
  Subtitle1,
  Switch,
  Text,
  Textarea,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Visibility, type AccountRules, type AccountRulesChange } from '../../core/api/account-settings';
import { Basis } from '../../core/api/shared';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { usePageStyles } from './page-styles';
import { useSaved } from './saved-note';
import { Failure } from './states';

type Save = (change: AccountRulesChange) => Promise<boolean>;

interface RulesProps {
  rules: AccountRules;
  mayChange: boolean;
  /** Rejects with why it was not saved. */
  save: (change: AccountRulesChange) => Promise<void>;
}

/** Rules that belong together, with what became of the last change of one. */
function RuleCard({ save, children }: { save: RulesProps['save']; children: (save: Save) => ReactNode }) {
  const styles = usePageStyles();
  const { error, does } = useDoing();
  const { saved, note } = useSaved();
  const keep: Save = async (change) => {
    const done = await does(() => save(change));
    if (done) saved();
    return done;
  };
  return (
    <Card className={styles.card}>
      {children(keep)}
      {error && <Failure error={error} />}
      {note}
    </Card>
  );
}

/** The account's rules. Switches and choices are kept at once; what is typed, by its button. */
export function AccountRulesForm({ rules, mayChange, save: keep }: RulesProps) {
  const styles = usePageStyles();
  const words = texts.settings;
  return (
    <>
      <RuleCard save={keep}>
        {(save) => (
          <>
            <NameField name={rules.name} mayChange={mayChange} save={save} />
            <AddressField address={rules.postalAddress} mayChange={mayChange} save={save} />
          </>
        )}
      </RuleCard>
      <RuleCard save={keep}>
        {(save) => (
          <>
            <Subtitle1 as="h2">{words.tracking}</Subtitle1>
            <Switch
              label={words.opens}
              checked={rules.opens}
              disabled={!mayChange}
              onChange={(_event, { checked }) => void save({ opens: checked })}
            />
            <Switch
              label={words.clicks}
              checked={rules.clicks}
              disabled={!mayChange}
              onChange={(_event, { checked }) => void save({ clicks: checked })}
            />
            {(!rules.opens || !rules.clicks) && <Text className={styles.quiet}>{words.opensOffAbout}</Text>}
            <DomainsField
              label={words.excludedDomains}
              about={words.excludedDomainsAbout}
              domains={rules.excludedDomains}
              mayChange={mayChange}
              save={(excludedDomains) => save({ excludedDomains })}
            />
          </>
        )}
      </RuleCard>
      <RuleCard save={keep}>
        {(save) => (
          <>
            <Subtitle1 as="h2">{words.privacy}</Subtitle1>
            <Switch
              label={words.privacySwitch}
              checked={rules.privacy}
              disabled={!mayChange}
              onChange={(_event, { checked }) => void save({ privacy: checked })}
            />
            {!rules.privacy && (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>{words.privacyOff}</MessageBarBody>
              </MessageBar>
            )}
            <Field label={words.basis} hint={words.basisAbout}>
              <Select
                value={rules.writtenToBasis}
                disabled={!mayChange || !rules.privacy}
                onChange={(_event, { value }) => void save({ writtenToBasis: Basis.parse(value) })}
              >
                {Basis.options
                  .filter((basis) => basis !== 'consent-withdrawn')
                  .map((basis) => (
                    <option key={basis} value={basis}>
                      {words.bases[basis]}
                    </option>
                  ))}
              </Select>
            </Field>
          </>
        )}
      </RuleCard>
      <RuleCard save={keep}>
        {(save) => (
          <>
            <Subtitle1 as="h2">{words.contacts}</Subtitle1>
            <Switch
              label={words.createContacts}
              checked={rules.createContacts}
              disabled={!mayChange}
              onChange={(_event, { checked }) => void save({ createContacts: checked })}
            />
            <Field hint={words.watchJunkAbout}>
              <Switch
                label={words.watchJunk}
                checked={rules.watchJunk}
                disabled={!mayChange}
                onChange={(_event, { checked }) => void save({ watchJunk: checked })}
              />
            </Field>
            <Field label={words.visibility} hint={words.visibilityAbout}>
              <Select
                value={rules.visibility}
                disabled={!mayChange}
                onChange={(_event, { value }) => void save({ visibility: Visibility.parse(value) })}
              >
                {Visibility.options.map((one) => (
                  <option key={one} value={one}>
                    {words.visibilities[one]}
                  </option>
                ))}
              </Select>
            </Field>
            <DomainsField
              label={words.ownDomains}
              about={words.ownDomainsAbout}
              domains={rules.ownDomains}
              mayChange={mayChange}
              save={(ownDomains) => save({ ownDomains })}
            />
          </>
        )}
      </RuleCard>
    </>
  );
}

function NameField({ name, mayChange, save }: { name: string; mayChange: boolean; save: Save }) {
  const styles = usePageStyles();
  const [typed, setTyped] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(name), [name]);
  return (
    <form
      className={styles.row}
      onSubmit={(event) => {
        event.preventDefault();
        // The button goes with the change; the focus stays.
        void save({ name: typed }).then((done) => done && input.current?.focus());
      }}
    >
      <Field label={texts.settings.name}>
        <Input
          ref={input}
          value={typed}
          maxLength={200}
          readOnly={!mayChange}
          onChange={(_event, { value }) => setTyped(value)}
        />
      </Field>
      {mayChange && typed.trim() !== name && (
        <Button type="submit" disabledFocusable={typed.trim() === ''}>
          {texts.common.save}
        </Button>
      )}
    </form>
  );
}

/** Of several lines; kept by its button. */
function AddressField({ address, mayChange, save }: { address: string; mayChange: boolean; save: Save }) {
  const styles = usePageStyles();
  const [typed, setTyped] = useState(address);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setTyped(address), [address]);
  return (
    <>
      <Field label={texts.settings.postalAddress} hint={texts.settings.postalAddressAbout}>
        <Textarea
          ref={area}
          value={typed}
          maxLength={500}
          readOnly={!mayChange}
          resize="vertical"
          rows={3}
          onChange={(_event, { value }) => setTyped(value)}
        />
      </Field>
      {mayChange && typed.trim() !== address && (
        <div className={styles.row}>
          <Button
            appearance="primary"
            onClick={() => void save({ postalAddress: typed }).then((done) => done && area.current?.focus())}
          >
            {texts.common.save}
          </Button>
          <Button onClick={() => setTyped(address)}>{texts.common.discard}</Button>
        </div>
      )}
    </>
  );
}

interface DomainsFieldProps {
  label: string;
  about: string;
  domains: readonly string[];
  mayChange: boolean;
  save: (domains: string[]) => Promise<boolean>;
}

/** A list of domains as text, one in each line. */
function DomainsField({ label, about, domains, mayChange, save }: DomainsFieldProps) {
  const styles = usePageStyles();
  const kept = domains.join('\n');
  const [typed, setTyped] = useState(kept);
  const area = useRef<HTMLTextAreaElement>(null);
  const [round, setRound] = useState(0);
  // As the server keeps it: in small letters, each once.
  useEffect(() => setTyped(kept), [kept, round]);
  const listed = typed.split(/[\s,;]+/).filter((part) => part !== '');
  const changed = listed.join('\n') !== kept;
  /** The buttons go with the change; the focus stays. */
  const settle = (): void => {
    setRound((n) => n + 1);
    area.current?.focus();
  };
  return (
    <>
      <Field label={label} hint={`${about} ${texts.settings.onePerLine}.`}>
        <Textarea
          ref={area}
          value={typed}
          readOnly={!mayChange}
          resize="vertical"
          rows={Math.min(8, Math.max(2, domains.length + 1))}
          onChange={(_event, { value }) => setTyped(value)}
        />
      </Field>
      {mayChange && changed && (
        <div className={styles.row}>
          <Button appearance="primary" onClick={() => void save(listed).then((done) => done && settle())}>
            {texts.common.save}
          </Button>
          <Button onClick={settle}>{texts.common.discard}</Button>
        </div>
      )}
    </>
  );
}
