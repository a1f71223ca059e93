/** What is refused of segments and lists. */
export const segments = {
  'There is no such segment or list.': 'Ein solches Segment oder eine solche Liste gibt es nicht.',
  'There is no such list.': 'Eine solche Liste gibt es nicht.',
  'There is a segment or list with this name already.':
    'Ein Segment oder eine Liste mit diesem Namen gibt es schon.',
  'There are as many segments and lists as there may be.': 'Mehr Segmente und Listen kann es nicht geben.',
  'Only an active segment follows a rule. Make a new one from it.':
    'Nur ein aktives Segment folgt einer Regel. Legen Sie daraus ein neues an.',
  'It is still used: {}. Take it out there first, then remove it.':
    'Noch in Gebrauch: {1}. Nehmen Sie es erst dort heraus und entfernen Sie es dann.',
  '"{}" leads back to this segment. A segment cannot depend on itself.':
    '„{1}“ führt zu diesem Segment zurück. Ein Segment kann nicht von sich selbst abhängen.',
  'The rule names a segment or list that is gone.':
    'Die Regel nennt ein Segment oder eine Liste, die es nicht mehr gibt.',
  'The rule names a message that there is not.': 'Die Regel nennt eine Mail, die es nicht gibt.',
  'The rule names a user that there is not.': 'Die Regel nennt einen Benutzer, den es nicht gibt.',
  'The rule names a property that there is not.': 'Die Regel nennt eine Eigenschaft, die es nicht gibt.',
  'The rule asks this property as what it is not.':
    'Die Regel fragt diese Eigenschaft nach etwas, das sie nicht ist.',
};
