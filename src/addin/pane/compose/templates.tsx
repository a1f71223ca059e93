import {
  Badge,
  Button,
  Checkbox,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  SearchBox,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DocumentTextRegular } from '@fluentui/react-icons/svg/document-text';
import { useCallback, useState } from 'react';
import { isField } from '../../../core/fields';
import type { FilledTemplate, TemplateView } from '../../../core/api/templates';
import type { Person } from '../../office';
import { usePane } from '../context';
import { Empty, WhenLoaded } from '../parts';
import { useLoaded } from '../use-loaded';
import type { Texts } from '../texts';
import { insertText, setSubject } from './draft';

const useStyles = makeStyles({
  box: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
  wide: { width: '100%' },
  list: { display: 'grid', width: '100%', margin: 0, padding: 0, listStyleType: 'none' },
  row: { justifyContent: 'space-between', width: '100%', height: 'auto', textAlign: 'start' },
  name: { overflowWrap: 'anywhere' },
  preview: {
    width: '100%',
    height: '180px',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    // Mail is written for white paper.
    backgroundColor: '#fff',
  },
});

interface TemplatesProps {
  item: unknown;
  people: readonly Person[];
  plainText: boolean;
}

/** A8: a template goes in where the cursor stands, with the fields of one of the recipients; what is unfilled is said before. */
export function Templates(props: TemplatesProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<TemplateView | null>(null);
  const [inserted, setInserted] = useState(false);
  return (
    <div className={styles.box}>
      <Button
        size="small"
        icon={<DocumentTextRegular />}
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
          setChosen(null);
          setInserted(false);
        }}
      >
        {open ? texts.templates.close : texts.templates.button}
      </Button>
      <span role="status">{inserted && <Text size={200}>{texts.templates.inserted}</Text>}</span>
      {open && props.plainText && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.templates.plainText}</MessageBarBody>
        </MessageBar>
      )}
      {open && !props.plainText && !chosen && <TemplateList onPick={setChosen} />}
      {open && !props.plainText && chosen && (
        <Preview
          {...props}
          template={chosen}
          back={() => setChosen(null)}
          done={() => {
            setOpen(false);
            setChosen(null);
            setInserted(true);
          }}
        />
      )}
    </div>
  );
}

function TemplateList({ onPick }: { onPick: (template: TemplateView) => void }) {
  const { api } = usePane();
  const load = useCallback(() => api.templates(), [api]);
  const { loaded, again } = useLoaded(load);
  return (
    <WhenLoaded loaded={loaded} again={again}>
      {({ templates }) => <Choice templates={templates} onPick={onPick} />}
    </WhenLoaded>
  );
}

function Choice({
  templates,
  onPick,
}: {
  templates: readonly TemplateView[];
  onPick: (template: TemplateView) => void;
}) {
  const styles = useStyles();
  const { texts } = usePane();
  const [search, setSearch] = useState('');
  if (templates.length === 0) return <Empty>{texts.templates.none}</Empty>;
  const words = search.toLocaleLowerCase().split(/\s+/);
  const shown = templates.filter(({ name, subject }) =>
    words.every((word) => `${name} ${subject}`.toLocaleLowerCase().includes(word)),
  );
  return (
    <>
      <SearchBox
        size="small"
        className={styles.wide}
        aria-label={texts.templates.search}
        placeholder={texts.templates.search}
        value={search}
        onChange={(_event, { value }) => setSearch(value)}
      />
      {shown.length === 0 && <Empty>{texts.templates.noneFound}</Empty>}
      <ul className={styles.list}>
        {shown.map((template) => (
          <li key={template.id}>
            <Button size="small" appearance="subtle" className={styles.row} onClick={() => onPick(template)}>
              <span className={styles.name}>{template.name}</span>
              {template.shared && (
                <Badge appearance="outline" size="small">
                  {texts.templates.shared}
                </Badge>
              )}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Nothing of a template runs or is fetched while it is looked at. */
const previewDocument = (html: string): string =>
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><base target="_blank"><body style="font:14px 'Segoe UI',sans-serif;margin:8px;overflow-wrap:anywhere">${html}`;

export const fieldWords = (texts: Texts, fields: readonly { field: string }[]): string[] => [
  ...new Set(fields.map(({ field }) => (isField(field) ? texts.templates.fields[field] : field))),
];

function Preview({
  item,
  people,
  template,
  back,
  done,
}: TemplatesProps & { template: TemplateView; back: () => void; done: () => void }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const [address, setAddress] = useState(people[0]?.address);
  const [withSubject, setWithSubject] = useState(template.subject !== '');
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => api.fillTemplate(template.id, address), [api, template.id, address]);
  const { loaded, again } = useLoaded(load);
  const insert = async ({ html, subject }: FilledTemplate): Promise<void> => {
    const put = await insertText(item, html);
    if (put.ok && withSubject && subject !== '') await setSubject(item, subject);
    setFailed(!put.ok);
    if (put.ok) done();
  };
  return (
    <WhenLoaded loaded={loaded} again={again}>
      {(filled) => (
        <>
          {people.length > 1 && template.fields.some((field) => field.startsWith('contact.')) && (
            <Field label={texts.templates.fillFor} size="small" className={styles.wide}>
              <Select size="small" value={address} onChange={(_event, { value }) => setAddress(value)}>
                {people.map((person, i) => (
                  <option key={`${person.address} ${i}`} value={person.address}>
                    {person.name || person.address}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <iframe
            className={styles.preview}
            sandbox=""
            title={texts.templates.previewOf(template.name)}
            srcDoc={previewDocument(filled.html)}
          />
          {filled.subject !== '' && (
            <Checkbox
              checked={withSubject}
              label={texts.templates.subjectToo(filled.subject)}
              onChange={(_event, { checked }) => setWithSubject(checked === true)}
            />
          )}
          {filled.unfilled.length > 0 && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{texts.templates.unfilled(fieldWords(texts, filled.unfilled))}</MessageBarBody>
            </MessageBar>
          )}
          {filled.faults.length > 0 && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{texts.templates.faulty}</MessageBarBody>
            </MessageBar>
          )}
          {failed && (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{texts.templates.notInserted}</MessageBarBody>
            </MessageBar>
          )}
          <Button size="small" appearance="primary" onClick={() => void insert(filled)}>
            {filled.unfilled.length > 0 ? texts.templates.insertEmpty : texts.templates.insert}
          </Button>
          <Button size="small" onClick={back}>
            {texts.templates.back}
          </Button>
        </>
      )}
    </WhenLoaded>
  );
}
