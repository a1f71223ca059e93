import type { Sentences } from '../said-in';

export const marketingMessages: Sentences = {
  'There is no such marketing message.': 'Diese Marketing-Nachricht gibt es nicht.',
  'Somebody else has changed this message meanwhile. Load it again to see their changes.':
    'Inzwischen hat jemand anderes diese Nachricht geändert. Laden Sie sie neu, um die Änderungen zu sehen.',
  'This message is no draft any more, so it stays as it is. Duplicate it to write another.':
    'Diese Nachricht ist kein Entwurf mehr und bleibt, wie sie ist. Duplizieren Sie sie, um eine weitere zu schreiben.',
  'This message waits to be sent, or is being sent. Cancel that before you remove it.':
    'Diese Nachricht wartet auf den Versand oder wird gerade gesendet. Brechen Sie das ab, bevor Sie sie entfernen.',
  'This version is not kept any more.': 'Diese Fassung wird nicht mehr aufbewahrt.',
  'The picture has more than 2 MB. Make it smaller: mail with large pictures is slow to show.':
    'Das Bild hat mehr als 2 MB. Verkleinern Sie es: Mail mit großen Bildern wird nur langsam angezeigt.',
  'This file is no picture that mail programs show. Choose a PNG, JPEG, GIF or WebP file.':
    'Diese Datei ist kein Bild, das Mailprogramme anzeigen. Wählen Sie eine PNG-, JPEG-, GIF- oder WebP-Datei.',
  'There is no such picture.': 'Dieses Bild gibt es nicht.',
};
