import type { Texts } from '../en';

/** Worauf vor dem Senden einer Marketing-Nachricht zu achten ist. */
export const marketingChecks: Texts['marketingChecks'] = {
  title: 'Prüfungen',
  none: 'Nichts zu beanstanden.',
  error: 'Muss behoben werden',
  warning: 'Sollte angesehen werden',
  showBlock: (kind) => `Zeigen: ${kind}`,
  parts: { subject: 'Im Betreff', preheader: 'Im Vorschautext', body: 'In der Mail', text: 'Im reinen Text' },
  problems: {
    'subject-empty': { what: 'Der Betreff fehlt.', fix: 'Schreiben Sie einen.' },
    'nothing-said': {
      what: 'Die Nachricht sagt noch nichts.',
      fix: 'Schreiben Sie einen Text oder fügen Sie ein Bild ein.',
    },
    'unknown-field': { what: 'Dieses Feld gibt es nicht.', fix: 'Wählen Sie eines aus dem Menü der Felder.' },
    'unknown-filter': {
      what: 'Diesen Filter gibt es nicht.',
      fix: 'Es gibt default, upcase, downcase, capitalize und strip.',
    },
    'not-closed': { what: 'Ein Feld ist nicht geschlossen.', fix: 'Beenden Sie es mit zwei Klammern.' },
    'not-understood': {
      what: 'Was in den Klammern steht, wird nicht verstanden.',
      fix: 'Wählen Sie ein Feld aus dem Menü oder nehmen Sie die Klammern weg.',
    },
    'field-out-of-place': {
      what: 'Ein Feld steht, wo kein Wert eingesetzt werden kann.',
      fix: 'Setzen Sie es in einen Text, eine Adresse oder ein Attribut in Anführungszeichen.',
    },
    'no-fallback': {
      what: 'Dieses Feld ist bei manchen Kontakten leer.',
      fix: 'Geben Sie ihm einen Ersatz: | default: "…"',
    },
    'link-empty': { what: 'Ein Link führt nirgendwohin.', fix: 'Geben Sie ihm eine Adresse.' },
    'link-kind': {
      what: 'Ein Link hat keine Adresse im Web.',
      fix: 'Er muss mit https://, mailto: oder tel: beginnen.',
    },
    'link-spaces': {
      what: 'In der Adresse eines Links stehen Leerzeichen.',
      fix: 'Entfernen Sie sie oder schreiben Sie %20.',
    },
    'link-placeholder': {
      what: 'Ein Link führt zu einem Platzhalter.',
      fix: 'Setzen Sie die gemeinte Adresse ein.',
    },
    'image-missing': { what: 'Ein Bild fehlt.', fix: 'Wählen Sie eines oder entfernen Sie den Baustein.' },
    'image-address': {
      what: 'Ein Bild hat keine Adresse im Web.',
      fix: 'Laden Sie es hoch oder geben Sie eine Adresse mit https:// an.',
    },
    'alt-missing': {
      what: 'Ein Bild hat keinen Alternativtext.',
      fix: 'Sagen Sie mit wenigen Worten, was es zeigt, oder kennzeichnen Sie es als Schmuck.',
    },
    'heading-empty': {
      what: 'Eine Überschrift ist leer.',
      fix: 'Schreiben Sie sie oder entfernen Sie den Baustein.',
    },
    'button-empty': { what: 'Eine Schaltfläche hat keinen Text.', fix: 'Sagen Sie, was sie tut.' },
    'unsubscribe-added': {
      what: 'In diesem HTML steht kein Link zum Abmelden.',
      fix: 'Am Ende kommt eine Fußzeile mit einem dazu. Soll er anderswo stehen, setzen Sie das Feld „Link zum Abmelden“ in einen Link.',
    },
    'unsubscribe-twice': {
      what: 'Es gibt mehr als einen Link zum Abmelden.',
      fix: 'Einer genügt: Entfernen Sie die anderen.',
    },
    'no-address': {
      what: 'Das Feld der Postanschrift steht nicht in diesem HTML.',
      fix: 'Ist die Anschrift ausgeschrieben, ist alles gut; sonst setzen Sie das Feld ein.',
    },
    'address-empty': {
      what: 'Ihre Firma hat noch keine Postanschrift.',
      fix: 'Ein Administrator trägt sie in den Einstellungen des Kontos ein.',
    },
    'scripts-removed': {
      what: 'Skripte und was ausgeführt werden kann wurden entfernt.',
      fix: 'Mailprogramme würden sie ohnehin nicht ausführen.',
    },
    'tags-broken': {
      what: 'Ein Tag ist nicht geschlossen, nicht geöffnet oder falsch geschrieben.',
      fix: 'Berichtigen Sie das HTML an dieser Stelle: Mailprogramme raten verschieden.',
    },
    'too-large': {
      what: 'Die Mail ist größer als 100 kB.',
      fix: 'Gmail schneidet sie bei 102 kB ab und mit ihr die Fußzeile. Kürzen Sie sie.',
    },
  },
};
