import {
  Button,
  Checkbox,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { memo } from 'react';
import { DEFAULT_COLUMNS, type ContactColumn } from '../../../core/api/contacts';
import { texts } from '../../texts';
import type { Column } from './columns';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '60vh',
    overflow: 'auto',
  },
  one: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  surface: { display: 'grid', rowGap: tokens.spacingVerticalS, minWidth: '260px' },
});

interface ColumnChoiceProps {
  all: readonly Column[];
  chosen: readonly ContactColumn[];
  onChange: (columns: ContactColumn[]) => void;
}

/** Which columns one's own table has, and in which order. */
export const ColumnChoice = memo(function ColumnChoice({ all, chosen, onChange }: ColumnChoiceProps) {
  const styles = useStyles();
  const shown = chosen.filter((id) => all.some((column) => column.id === id));
  const order = [...shown, ...all.map(({ id }) => id).filter((id) => !shown.includes(id))];
  const move = (id: ContactColumn, by: number): void => {
    const at = shown.indexOf(id);
    const moved = shown.filter((one) => one !== id);
    moved.splice(at + by, 0, id);
    onChange(moved);
  };
  return (
    <Popover trapFocus positioning="below-end">
      <PopoverTrigger disableButtonEnhancement>
        <Button>{texts.contacts.columns}</Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={texts.contacts.chooseColumns}>
        <Subtitle2 as="h2">{texts.contacts.chooseColumns}</Subtitle2>
        <ul className={styles.list}>
          {order.map((id) => {
            const column = all.find((one) => one.id === id);
            const at = shown.indexOf(id);
            if (!column) return null;
            return (
              <li key={id} className={styles.one}>
                <Checkbox
                  label={column.name}
                  checked={at >= 0}
                  onChange={() => onChange(at >= 0 ? shown.filter((one) => one !== id) : [...shown, id])}
                />
                {at >= 0 && (
                  <span>
                    <Button
                      size="small"
                      appearance="subtle"
                      icon={<ArrowUpRegular />}
                      disabledFocusable={at === 0}
                      aria-label={texts.contacts.columnEarlier(column.name)}
                      onClick={() => move(id, -1)}
                    />
                    <Button
                      size="small"
                      appearance="subtle"
                      icon={<ArrowDownRegular />}
                      disabledFocusable={at === shown.length - 1}
                      aria-label={texts.contacts.columnLater(column.name)}
                      onClick={() => move(id, 1)}
                    />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
        <Button size="small" onClick={() => onChange([...DEFAULT_COLUMNS])}>
          {texts.contacts.columnsReset}
        </Button>
      </PopoverSurface>
    </Popover>
  );
});
