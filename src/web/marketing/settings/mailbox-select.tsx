import { Select } from '@fluentui/react-components';
import type { ReplyToOptions } from '../../../core/api/marketing';
import { texts } from '../../texts';

interface MailboxSelectProps {
  mailboxes: ReplyToOptions['mailboxes'];
  /** A folded address, or what one of `others` stands for. */
  value: string;
  disabled: boolean;
  /** Before the addresses: what may be chosen besides. */
  others: readonly { value: string; words: string }[];
  /** How an address is put. */
  of?: (address: string) => string;
  onChoose: (value: string) => void;
}

/** Every address that leads to a watched mailbox. One that is chosen stays to be seen when its mailbox is lost. */
export function MailboxSelect({ mailboxes, value, disabled, others, of, onChoose }: MailboxSelectProps) {
  const words = texts.marketingSettings;
  const put = of ?? ((address: string) => address);
  const options = mailboxes
    .filter(({ refused }) => refused === undefined)
    .flatMap((box) => [
      { value: box.address.toLowerCase(), words: put(box.address) },
      ...box.aliases.map(({ address, by }) => ({
        value: address,
        words: put(by === 'test' ? words.proven(address, box.address) : words.alias(address, box.address)),
      })),
    ]);
  const all = [...others, ...options];
  return (
    <Select value={value} disabled={disabled} onChange={(_event, data) => onChoose(data.value)}>
      {!all.some((one) => one.value === value) && <option value={value}>{put(value)}</option>}
      {all.map((one) => (
        <option key={one.value} value={one.value}>
          {one.words}
        </option>
      ))}
    </Select>
  );
}
