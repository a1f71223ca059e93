import { Dropdown, Input, makeStyles, Option, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { Basis } from '../../core/api/shared';
import type { Leaf } from '../../core/rules';
import { list } from '../format';
import { texts } from '../texts';
import { negated, NotChoice } from './not-choice';

const useStyles = makeStyles({
  several: { minWidth: '160px', maxWidth: '100%' },
  domain: { width: '260px', maxWidth: '100%' },
  segment: { minWidth: 0, maxWidth: '280px' },
});

type Of<K extends Leaf['kind']> = Extract<Leaf, { kind: K }>;
interface Props<K extends Leaf['kind']> {
  rule: Of<K>;
  onChange: (rule: Of<K>) => void;
}

/** Whose contact it is; nobody named: anybody's. */
export function OwnerRule({
  rule,
  users,
  onChange,
}: Props<'owner'> & { users: readonly { id: number; name: string }[] }) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const names = rule.users.map((id) => users.find((one) => one.id === id)?.name ?? String(id));
  return (
    <>
      <NotChoice
        label={words.isOrNot}
        not={rule.not === true}
        is={words.ownerIs}
        isNot={words.ownerIsNot}
        onChange={(not) => onChange(negated(rule, not))}
      />
      <Dropdown
        size="small"
        multiselect
        className={styles.several}
        aria-label={words.owner}
        value={names.length === 0 ? words.anyOwner : list(names)}
        selectedOptions={rule.users.map(String)}
        onOptionSelect={(_event, { selectedOptions }) =>
          onChange({ ...rule, users: selectedOptions.map(Number) })
        }
      >
        {users.map(({ id, name }) => (
          <Option key={id} value={String(id)}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </>
  );
}

/** Where they have an address. */
export function AddressRule({ rule, onChange }: Props<'address'>) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const [typed, setTyped] = useState(rule.domains.join(', '));
  return (
    <>
      <NotChoice
        label={words.isOrNot}
        not={rule.not === true}
        is={words.hasAddress}
        isNot={words.hasNoAddress}
        onChange={(not) => onChange(negated(rule, not))}
      />
      <Input
        size="small"
        className={styles.domain}
        aria-label={words.domain}
        placeholder={words.domain}
        value={typed}
        onChange={(_event, { value }) => {
          setTyped(value);
          const domains = value
            .toLowerCase()
            .split(/[\s,;]+/)
            .map((one) => one.replace(/^@/, ''))
            .filter((one) => one !== '');
          onChange({ ...rule, domains });
        }}
      />
    </>
  );
}

/** In a segment or list. */
export function MemberRule({
  rule,
  segments,
  onChange,
}: Props<'member'> & { segments: readonly { id: string; name: string }[] }) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const known = segments.some(({ id }) => id === rule.segment);
  return (
    <>
      <NotChoice
        label={words.isOrNot}
        not={rule.not === true}
        is={words.isIn}
        isNot={words.isNotIn}
        onChange={(not) => onChange(negated(rule, not))}
      />
      <Select
        size="small"
        className={styles.segment}
        aria-label={words.member}
        value={known ? rule.segment : ''}
        onChange={(_event, { value }) => onChange({ ...rule, segment: value })}
      >
        {!known && <option value="">{words.chooseSegment}</option>}
        {segments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </>
  );
}

/** The legal basis in force for a purpose. */
export function BasisRule({ rule, onChange }: Props<'basis'>) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const { basis } = texts.segments.rules;
  return (
    <>
      <NotChoice
        label={words.isOrNot}
        not={rule.not === true}
        is={words.text.equal}
        isNot={words.notText.equal}
        onChange={(not) => onChange(negated(rule, not))}
      />
      <Dropdown
        size="small"
        multiselect
        className={styles.several}
        aria-label={words.value}
        value={list(rule.bases.map((one) => basis[one]))}
        selectedOptions={[...rule.bases]}
        onOptionSelect={(_event, { selectedOptions }) =>
          onChange({ ...rule, bases: Basis.options.filter((one) => selectedOptions.includes(one)) })
        }
      >
        {Basis.options.map((one) => (
          <Option key={one} value={one}>
            {basis[one]}
          </Option>
        ))}
      </Dropdown>
    </>
  );
}

/** Whether opens and clicks may be told under their name. */
export function TrackedRule({ rule, onChange }: Props<'tracked'>) {
  const words = texts.segments.builder;
  return (
    <NotChoice
      label={words.isOrNot}
      not={rule.not === true}
      is={words.trackedIs}
      isNot={words.trackedIsNot}
      onChange={(not) => onChange(negated(rule, not))}
    />
  );
}
