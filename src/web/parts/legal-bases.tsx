import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Select,
  Subtitle2,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useId, useRef, useState } from 'react';
import { can } from '../../core/access';
import {
  type BasisChange,
  type BasisEntry,
  type LegalBases,
  type Purpose,
  type PurposeBasis,
} from '../../core/api/legal-bases';
import { Basis } from '../../core/api/shared';
import { api, ApiError } from '../api';
import { basisText } from '../basis-words';
import { shortTime } from '../format';
import { useResource } from '../use-resource';
import { useMe } from './me';
import { Failure } from './states';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalL, padding: tokens.spacingHorizontalL },
  purpose: { display: 'grid', rowGap: tokens.spacingVerticalXS },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM },
  history: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    '&[hidden]': { display: 'none' },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  break: { overflowWrap: 'anywhere' },
});

const NAMES: Record<Purpose, string> = {
  'one-to-one-tracking': 'One-to-one tracking',
  'marketing-tracking': 'Marketing tracking',
  'marketing-mail': 'Marketing mail',
};
const HINTS: Partial<Record<Basis, string>> = {
  none: 'Without one, opens and clicks are shown as Someone’s.',
  'consent-withdrawn': 'Mail already sent has fallen silent; its links still work.',
};

/** "Consent given on 2026-11-03: asked by phone (note 17)" */
export const entrySentence = ({ basis, givenOn, source, proof }: BasisEntry): string =>
  `${basisText(basis)} on ${givenOn}: ${source}${proof === undefined ? '' : ` (${proof})`}`;

/** What puts an earlier entry into force again; without one there was none. */
export const setBack = (entry: BasisEntry | undefined): BasisChange =>
  entry === undefined
    ? { basis: 'none', source: 'set back' }
    : {
        basis: entry.basis,
        source: entry.source,
        givenOn: entry.givenOn,
        ...(entry.proof !== undefined && { proof: entry.proof }),
      };

const asApiError = (problem: unknown): ApiError =>
  problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem));

/** The contact's legal basis per purpose, with history (P1); `onChange`: what the rest of the page shows may differ now. */
export function LegalBasisCard({ contactId, onChange }: { contactId: string; onChange: () => void }) {
  const styles = useStyles();
  const { role } = useMe().user;
  const [bases, reload, change] = useResource(`legal-bases/${contactId}`, () => api.legalBases(contactId));
  if (bases.state === 'loading') return null;
  if (bases.state === 'failed') {
    return <Failure error={bases.error} action={<Button onClick={reload}>Try again</Button>} />;
  }
  const changed = (now: LegalBases): void => {
    change(() => now);
    onChange();
  };
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">Legal basis</Subtitle2>
      {bases.value.purposes.map((one) => (
        <PurposeSection
          key={one.purpose}
          contactId={contactId}
          present={one}
          mayChange={can(
            role,
            'change',
            one.purpose === 'one-to-one-tracking' ? 'legal-basis' : 'marketing-basis',
          )}
          onChange={changed}
        />
      ))}
    </Card>
  );
}

function PurposeSection({
  contactId,
  present: { purpose, basis, history, more },
  mayChange,
  onChange,
}: {
  contactId: string;
  present: PurposeBasis;
  mayChange: boolean;
  onChange: (now: LegalBases) => void;
}) {
  const styles = useStyles();
  const historyId = useId();
  const section = useRef<HTMLElement>(null);
  const [shown, setShown] = useState<'nothing' | 'history' | 'form'>('nothing');
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [undo, setUndo] = useState<BasisChange>();
  const [current, ...earlier] = history;

  const save = async (given: BasisChange, back: BasisChange | undefined): Promise<void> => {
    setSaving(true);
    setError(undefined);
    try {
      onChange(await api.recordBasis(contactId, purpose, given));
      setUndo(back);
      setShown('nothing');
      // The button that was pressed is gone.
      section.current?.focus();
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setSaving(false);
    }
  };
  return (
    <section ref={section} tabIndex={-1} className={styles.purpose} aria-label={NAMES[purpose]}>
      <Text weight="semibold">{NAMES[purpose]}</Text>
      <Text className={styles.break}>{current ? entrySentence(current) : basisText(basis)}</Text>
      {purpose === 'one-to-one-tracking' && HINTS[basis] !== undefined && (
        <Caption1 className={styles.quiet}>{HINTS[basis]}</Caption1>
      )}
      <div role="status">
        {undo && (
          <>
            <Caption1>Saved. </Caption1>
            <Button size="small" disabledFocusable={saving} onClick={() => void save(undo, undefined)}>
              Undo
            </Button>
          </>
        )}
      </div>
      {error && shown !== 'form' && <Failure error={error} />}
      <div className={styles.row}>
        {mayChange && shown !== 'form' && (
          <Button
            size="small"
            aria-label={`Change the basis of ${NAMES[purpose]}`}
            onClick={() => {
              setError(undefined);
              setShown('form');
            }}
          >
            Change
          </Button>
        )}
        {earlier.length > 0 && (
          <Button
            size="small"
            appearance="subtle"
            aria-expanded={shown === 'history'}
            aria-controls={historyId}
            aria-label={`History of ${NAMES[purpose]}`}
            onClick={() => setShown(shown === 'history' ? 'nothing' : 'history')}
          >
            {shown === 'history' ? 'Hide history' : 'Show history'}
          </Button>
        )}
      </div>
      {shown === 'form' && (
        <BasisForm
          name={NAMES[purpose]}
          basis={basis}
          saving={saving}
          error={error}
          onSave={(given) => void save(given, setBack(current))}
          onCancel={() => {
            setShown('nothing');
            section.current?.focus();
          }}
        />
      )}
      <ul
        id={historyId}
        className={styles.history}
        hidden={shown !== 'history'}
        aria-label={`History of ${NAMES[purpose]}`}
      >
        {history.map((entry, i) => (
          <li key={history.length - i}>
            <Caption1 className={styles.break}>
              {entrySentence(entry)}. Recorded {shortTime(entry.recordedAt)} by{' '}
              {entry.recordedBy ?? 'Mailtrail'}.
            </Caption1>{' '}
            {mayChange && i > 0 && (
              <Button
                size="small"
                appearance="subtle"
                disabledFocusable={saving}
                aria-label={`Set back to ${entrySentence(entry)}`}
                onClick={() => void save(setBack(entry), setBack(current))}
              >
                Set back to this
              </Button>
            )}
          </li>
        ))}
        {more && (
          <li>
            <Caption1 className={styles.quiet}>Older entries are kept, not shown.</Caption1>
          </li>
        )}
      </ul>
    </section>
  );
}

function BasisForm({
  name,
  basis: before,
  saving,
  error,
  onSave,
  onCancel,
}: {
  name: string;
  basis: Basis;
  saving: boolean;
  error: ApiError | undefined;
  onSave: (given: BasisChange) => void;
  onCancel: () => void;
}) {
  const styles = useStyles();
  const [basis, setBasis] = useState(before);
  const [source, setSource] = useState('');
  const [givenOn, setGivenOn] = useState('');
  const [proof, setProof] = useState('');
  const wrong = (field: keyof BasisChange) =>
    error?.field === field ? { validationMessage: error.message } : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave({ basis, source, ...(givenOn !== '' && { givenOn }), ...(proof !== '' && { proof }) });
  };
  return (
    <form
      noValidate
      className={styles.form}
      aria-label={`Basis of ${name}`}
      onSubmit={submit}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      {error && error.field === undefined && <Failure error={error} />}
      <Field label="Basis" {...wrong('basis')}>
        <Select
          autoFocus
          value={basis}
          onChange={(_event, { value }) => {
            const picked = Basis.safeParse(value);
            if (picked.success) setBasis(picked.data);
          }}
        >
          {Basis.options.map((option) => (
            <option key={option} value={option}>
              {basisText(option)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Source" required hint="Where it comes from: asked by phone, a form." {...wrong('source')}>
        <Input value={source} maxLength={500} onChange={(_event, { value }) => setSource(value)} />
      </Field>
      <Field label="Given on" hint="Empty: today." {...wrong('givenOn')}>
        <Input type="date" value={givenOn} onChange={(_event, { value }) => setGivenOn(value)} />
      </Field>
      <Field label="Proof" hint="What shows it: a mail’s date, a document’s address." {...wrong('proof')}>
        <Textarea value={proof} maxLength={2000} onChange={(_event, { value }) => setProof(value)} />
      </Field>
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={saving}>
          {saving ? 'Saving …' : 'Save'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
