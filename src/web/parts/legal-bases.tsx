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
import { date, shortTime } from '../format';
import { texts } from '../texts';
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

const nameOf = (purpose: Purpose): string => texts.contact.basis[purpose];
const hintOf = (basis: Basis): string | undefined =>
  basis === 'none'
    ? texts.contact.basis.noneHint
    : basis === 'consent-withdrawn'
      ? texts.contact.basis.withdrawnHint
      : undefined;

/** "Consent given on 3 Nov 2026: asked by phone (note 17)" */
export const entrySentence = ({ basis, givenOn, source, proof }: BasisEntry): string =>
  texts.contact.basis.entry(basisText(basis), date(`${givenOn}T12:00:00`), source, proof);

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
    return <Failure error={bases.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  const changed = (now: LegalBases): void => {
    change(() => now);
    onChange();
  };
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.contact.basis.title}</Subtitle2>
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
    <section ref={section} tabIndex={-1} className={styles.purpose} aria-label={nameOf(purpose)}>
      <Text weight="semibold">{nameOf(purpose)}</Text>
      <Text className={styles.break}>{current ? entrySentence(current) : basisText(basis)}</Text>
      {purpose === 'one-to-one-tracking' && hintOf(basis) !== undefined && (
        <Caption1 className={styles.quiet}>{hintOf(basis)}</Caption1>
      )}
      <div role="status">
        {undo && (
          <>
            <Caption1>{texts.contact.basis.saved} </Caption1>
            <Button size="small" disabledFocusable={saving} onClick={() => void save(undo, undefined)}>
              {texts.common.undo}
            </Button>
          </>
        )}
      </div>
      {error && shown !== 'form' && <Failure error={error} />}
      <div className={styles.row}>
        {mayChange && shown !== 'form' && (
          <Button
            size="small"
            aria-label={texts.contact.basis.changeOf(nameOf(purpose))}
            onClick={() => {
              setError(undefined);
              setShown('form');
            }}
          >
            {texts.contact.basis.change}
          </Button>
        )}
        {earlier.length > 0 && (
          <Button
            size="small"
            appearance="subtle"
            aria-expanded={shown === 'history'}
            aria-controls={historyId}
            aria-label={texts.contact.basis.historyOf(nameOf(purpose))}
            onClick={() => setShown(shown === 'history' ? 'nothing' : 'history')}
          >
            {shown === 'history' ? texts.contact.basis.hide : texts.contact.basis.show}
          </Button>
        )}
      </div>
      {shown === 'form' && (
        <BasisForm
          name={nameOf(purpose)}
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
        aria-label={texts.contact.basis.historyOf(nameOf(purpose))}
      >
        {history.map((entry, i) => (
          <li key={history.length - i}>
            <Caption1 className={styles.break}>
              {texts.contact.basis.recorded(
                entrySentence(entry),
                shortTime(entry.recordedAt),
                entry.recordedBy ?? 'Mailtrail',
              )}
            </Caption1>{' '}
            {mayChange && i > 0 && (
              <Button
                size="small"
                appearance="subtle"
                disabledFocusable={saving}
                aria-label={texts.contact.basis.setBackTo(entrySentence(entry))}
                onClick={() => void save(setBack(entry), setBack(current))}
              >
                {texts.contact.basis.setBack}
              </Button>
            )}
          </li>
        ))}
        {more && (
          <li>
            <Caption1 className={styles.quiet}>{texts.contact.basis.older}</Caption1>
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
      aria-label={texts.contact.basis.form(name)}
      onSubmit={submit}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      {error && error.field === undefined && <Failure error={error} />}
      <Field label={texts.contact.basis.basis} {...wrong('basis')}>
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
      <Field
        label={texts.contact.basis.source}
        required
        hint={texts.contact.basis.sourceHint}
        {...wrong('source')}
      >
        <Input value={source} maxLength={500} onChange={(_event, { value }) => setSource(value)} />
      </Field>
      <Field label={texts.contact.basis.givenOn} hint={texts.contact.basis.givenOnHint} {...wrong('givenOn')}>
        <Input type="date" value={givenOn} onChange={(_event, { value }) => setGivenOn(value)} />
      </Field>
      <Field label={texts.contact.basis.proof} hint={texts.contact.basis.proofHint} {...wrong('proof')}>
        <Textarea value={proof} maxLength={2000} onChange={(_event, { value }) => setProof(value)} />
      </Field>
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={saving}>
          {saving ? texts.common.saving : texts.common.save}
        </Button>
        <Button onClick={onCancel}>{texts.common.cancel}</Button>
      </div>
    </form>
  );
}
