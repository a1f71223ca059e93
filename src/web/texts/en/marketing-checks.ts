/** What is to be seen to before a marketing message is sent: what is wrong, and what helps. */
export const marketingChecks = {
  title: 'Checks',
  none: 'Nothing to see to.',
  error: 'Must be mended',
  warning: 'Should be looked at',
  showBlock: (kind: string) => `Show: ${kind}`,
  parts: {
    subject: 'In the subject',
    preheader: 'In the preview text',
    body: 'In the mail',
    text: 'In the plain text',
  },
  problems: {
    'subject-empty': { what: 'There is no subject.', fix: 'Write one.' },
    'nothing-said': { what: 'The message says nothing yet.', fix: 'Write a text, or add a picture.' },
    'unknown-field': { what: 'There is no such field.', fix: 'Choose one from the menu of fields.' },
    'unknown-filter': {
      what: 'There is no such filter.',
      fix: 'There are default, upcase, downcase, capitalize and strip.',
    },
    'not-closed': { what: 'A field is not closed.', fix: 'End it with two braces.' },
    'not-understood': {
      what: 'What stands in braces is not understood.',
      fix: 'Choose a field from the menu, or take the braces away.',
    },
    'field-out-of-place': {
      what: 'A field stands where no value can be put.',
      fix: 'Put it into a text, an address or an attribute in quotes.',
    },
    'no-fallback': {
      what: 'This field is empty for some contacts.',
      fix: 'Give it a fallback: | default: "…"',
    },
    'link-empty': { what: 'A link leads nowhere.', fix: 'Give it an address.' },
    'link-kind': {
      what: 'A link has no address of the web.',
      fix: 'Let it begin with https://, mailto: or tel:.',
    },
    'link-spaces': { what: 'The address of a link has spaces in it.', fix: 'Take them out, or write %20.' },
    'link-placeholder': { what: 'A link leads to a placeholder.', fix: 'Put in the address that is meant.' },
    'image-missing': { what: 'A picture is missing.', fix: 'Choose one, or remove the block.' },
    'image-address': {
      what: 'A picture has no address of the web.',
      fix: 'Upload it, or give an address with https://.',
    },
    'alt-missing': {
      what: 'A picture has no alternative text.',
      fix: 'Say in a few words what it shows, or mark it as decoration.',
    },
    'heading-empty': { what: 'A heading is empty.', fix: 'Write it, or remove the block.' },
    'button-empty': { what: 'A button has no text.', fix: 'Say what it does.' },
    'unsubscribe-added': {
      what: 'There is no link to unsubscribe in this HTML.',
      fix: 'A footer with one is added at its end. To have it elsewhere, put the field “Link to unsubscribe” into a link.',
    },
    'unsubscribe-twice': {
      what: 'There is more than one link to unsubscribe.',
      fix: 'One is enough: remove the others.',
    },
    'no-address': {
      what: 'The field of the postal address does not stand in this HTML.',
      fix: 'Where the address is written out, all is well; else put the field in.',
    },
    'address-empty': {
      what: 'Your company has no postal address yet.',
      fix: 'An administrator writes it in the account’s settings.',
    },
    'scripts-removed': {
      what: 'Scripts and what can run were taken out.',
      fix: 'Mail programs would not run them anyway.',
    },
    'tags-broken': {
      what: 'A tag is not closed, not opened or not well written.',
      fix: 'Mend the HTML at this place: mail programs guess differently.',
    },
    'too-large': {
      what: 'The mail is larger than 100 kB.',
      fix: 'Gmail cuts it off at 102 kB, and the footer with it. Shorten it.',
    },
  },
};
