import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  ToolbarButton,
} from '@fluentui/react-components';
import { BracesRegular } from '@fluentui/react-icons/svg/braces';
import { createContext, useContext } from 'react';
import type { MarketingFields } from '../../../core/api/marketing-messages';
import { isField } from '../../../core/fields';
import { SYSTEM_FIELDS } from '../../../core/marketing/fields';
import { texts } from '../../texts';

/** The fields of the account, loaded once for the page. */
export const FieldsContext = createContext<MarketingFields['fields']>([]);

const isSystem = (field: string): field is (typeof SYSTEM_FIELDS)[number] =>
  SYSTEM_FIELDS.some((one) => one === field);

/** How people call a field: an own property by its name. */
const nameOf = ({ field, name }: MarketingFields['fields'][number]): string => {
  if (name !== undefined) return name;
  if (isSystem(field)) return texts.marketingWrite.systemFields[field];
  if (field === 'contact.company') return texts.marketingWrite.companyOfContact;
  if (field === 'sender.first_name' || field === 'sender.name' || field === 'sender.email')
    return texts.marketingWrite.senderFields[field];
  return isField(field) ? texts.write.fields[field] : field;
};

/** What of a contact may be missing comes with a place for its fallback. */
const written = (field: string): string =>
  field === 'contact.first_name'
    ? `{{ ${field} | default: "${texts.marketingWrite.fallback}" }}`
    : field.startsWith('contact.') && field !== 'contact.email'
      ? `{{ ${field} | default: "" }}`
      : `{{ ${field} }}`;

/** Puts a field in where the writer is. */
export function FieldMenu({
  insert,
  toolbar = false,
  disabled = false,
}: {
  insert: (text: string) => void;
  toolbar?: boolean;
  disabled?: boolean;
}) {
  const fields = useContext(FieldsContext);
  const words = texts.write.field;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        {toolbar ? (
          <ToolbarButton aria-label={words} title={words} icon={<BracesRegular />} />
        ) : (
          <Button
            appearance="transparent"
            size="small"
            aria-label={words}
            title={words}
            icon={<BracesRegular />}
            disabled={disabled}
          />
        )}
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {fields.map((field) => (
            <MenuItem key={field.field} onClick={() => insert(written(field.field))}>
              {nameOf(field)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
