/** What is refused of segments and lists. */
export const segments = {
  'There is no such segment or list.': 'Nie ma takiego segmentu ani listy.',
  'There is no such list.': 'Nie ma takiej listy.',
  'There is a segment or list with this name already.': 'Segment lub lista o tej nazwie już istnieje.',
  'There are as many segments and lists as there may be.': 'Więcej segmentów i list nie może już być.',
  'Only an active segment follows a rule. Make a new one from it.':
    'Tylko aktywny segment podąża za regułą. Utwórz z niego nowy.',
  'It is still used: {}. Take it out there first, then remove it.':
    'Jest jeszcze w użyciu: {1}. Najpierw usuń go stamtąd, potem skasuj.',
  '"{}" leads back to this segment. A segment cannot depend on itself.':
    '„{1}” prowadzi z powrotem do tego segmentu. Segment nie może zależeć od siebie samego.',
  'The rule names a segment or list that is gone.': 'Reguła wskazuje segment lub listę, których już nie ma.',
  'The rule names a message that there is not.': 'Reguła wskazuje wiadomość, której nie ma.',
  'The rule names a user that there is not.': 'Reguła wskazuje użytkownika, którego nie ma.',
  'The rule names a property that there is not.': 'Reguła wskazuje właściwość, której nie ma.',
  'The rule asks this property as what it is not.': 'Reguła pyta o tę właściwość jak o coś, czym nie jest.',
};
