import type { ContactColumn, ContactField, ContactSort } from '../../../core/api/contacts';
import type { ContactCard } from '../../../core/api/shared';
import { basisText } from '../../basis-words';
import { date, fullTime, list, number, shortTime } from '../../format';
import { texts } from '../../texts';

/** A column as the table draws it. */
export interface Column {
  id: ContactColumn;
  name: string;
  /** The order that a click on its heading gives. */
  sort?: ContactSort;
  width: string;
  /** Its links are plain: the table opens them within the app. */
  cell: (contact: ContactCard) => React.ReactNode;
}

const At = ({ at, none }: { at: string | undefined; none: string }) =>
  at === undefined ? (
    none
  ) : (
    <time dateTime={at} title={fullTime(at)}>
      {shortTime(at)}
    </time>
  );

/** A value of an account's own property, in words. */
export function valueText(field: Pick<ContactField, 'kind'>, value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return number(value);
  return field.kind === 'date' ? date(`${value}T12:00:00`) : value;
}

/** Every column there is, in the order in which they are offered. */
export function allColumns(fields: readonly ContactField[]): Column[] {
  const words = texts.contacts.column;
  const { never, noneSo } = texts.contacts;
  return [
    {
      id: 'company',
      name: words.company,
      sort: 'company',
      width: '1fr',
      cell: ({ company, companyId }) =>
        company !== undefined && companyId !== undefined ? (
          <a href={`/companies/${companyId}`}>{company}</a>
        ) : (
          (company ?? '')
        ),
    },
    { id: 'addresses', name: words.addresses, width: '1.3fr', cell: ({ addresses }) => list(addresses) },
    { id: 'phone', name: words.phone, width: '.8fr', cell: ({ phone }) => phone ?? '' },
    { id: 'owner', name: words.owner, width: '.8fr', cell: ({ owner }) => owner?.name ?? '' },
    { id: 'basis', name: words.basis, width: '.9fr', cell: ({ basis }) => basisText(basis) },
    {
      id: 'activity',
      name: words.activity,
      sort: 'activity',
      width: '.8fr',
      cell: ({ lastActivityAt: at }) => <At at={at} none={noneSo} />,
    },
    {
      id: 'lastOpen',
      name: words.lastOpen,
      width: '.8fr',
      cell: ({ last }) => <At at={last?.open} none={never} />,
    },
    {
      id: 'lastClick',
      name: words.lastClick,
      width: '.8fr',
      cell: ({ last }) => <At at={last?.click} none={never} />,
    },
    {
      id: 'lastReply',
      name: words.lastReply,
      width: '.8fr',
      cell: ({ last }) => <At at={last?.reply} none={never} />,
    },
    {
      id: 'created',
      name: words.created,
      sort: 'created',
      width: '.8fr',
      cell: ({ createdAt }) => <At at={createdAt} none="" />,
    },
    ...fields.map((field): Column => ({
      id: `custom:${field.key}`,
      name: field.name,
      width: '.8fr',
      cell: ({ custom }) => valueText(field, custom?.[field.key]),
    })),
  ];
}

/** Those that a person chose, in their order; what is gone since is left out. */
export const chosenColumns = (all: readonly Column[], chosen: readonly ContactColumn[]): Column[] =>
  chosen.flatMap((id) => all.find((column) => column.id === id) ?? []);
