import {
  Field,
  Menu,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
} from '@fluentui/react-components';
import { LanguageChoice as Choice } from '../../core/api/app';
import type { Language } from '../../core/texts';
import { api } from '../api';
import { speakAsChosen, useLanguageChoice } from '../language';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useChangeMe, withPreferences } from './me';
import { Failure } from './states';

/** As each language calls itself: found by whoever cannot read the one that is shown. */
const OWN_NAMES: Record<Language, string> = { en: 'English', pl: 'Polski', de: 'Deutsch' };

const nameOf = (choice: Choice): string =>
  choice === 'automatic' ? texts.shell.automaticLanguage : OWN_NAMES[choice];

/** Spoken at once, and kept with the person on the server; taken back where that fails. */
function useChoice() {
  const choice = useLanguageChoice();
  const changeMe = useChangeMe();
  const { error, does } = useDoing();
  const choose = (next: Choice) =>
    does(async () => {
      await speakAsChosen(next);
      try {
        await api.savePreferences({ language: next });
        changeMe((me) => withPreferences(me, { language: next }));
      } catch (problem) {
        await speakAsChosen(choice);
        throw problem;
      }
    });
  return { choice, choose, error };
}

/** A field of the settings: in which language Mailtrail speaks. */
export function LanguageChoice() {
  const { choice, choose, error } = useChoice();
  return (
    <>
      <Field label={texts.shell.language} hint={texts.shell.languageHint}>
        <Select value={choice} onChange={(_event, { value }) => void choose(Choice.parse(value))}>
          {Choice.options.map((one) => (
            <option key={one} value={one} lang={one === 'automatic' ? undefined : one}>
              {nameOf(one)}
            </option>
          ))}
        </Select>
      </Field>
      {error && <Failure error={error} />}
    </>
  );
}

/** The same in the user's menu. */
export function LanguageMenu() {
  const { choice, choose } = useChoice();
  return (
    <Menu
      checkedValues={{ language: [choice] }}
      onCheckedValueChange={(_event, { checkedItems: [next] }) => void choose(Choice.parse(next))}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuItem>{texts.shell.language}</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {Choice.options.map((one) => (
            <MenuItemRadio key={one} name="language" value={one} lang={one === 'automatic' ? undefined : one}>
              {nameOf(one)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
