import { offeredFiles, wantedOf } from '../../../../src/addin/pane/log/files';
import { chooser, fileKey } from '../../../../src/server/mailbox/filing/chosen-files';

const file = (name: string, inline = false) => ({
  ...{ name, inline, id: name, size: 9, contentType: 'application/pdf', kind: 'file' },
});
const FILES = [
  file('offer.pdf'),
  file('logo.png', true),
  file('logo.png'),
  file('Offer.pdf'),
  file('offer.pdf'),
];

test('files beside the text are offered, each by its name and its place among those of that name', () => {
  expect(offeredFiles(FILES)).toEqual([
    { name: 'offer.pdf', nth: 0 },
    { name: 'logo.png', nth: 1 },
    { name: 'Offer.pdf', nth: 1 },
    { name: 'offer.pdf', nth: 2 },
  ]);
});

test('nothing is named where everything is wanted', () => {
  const all = offeredFiles(FILES);
  expect(wantedOf(all, new Set())).toBeUndefined();
  expect(wantedOf(all, new Set(all.slice(0, 3)))).toEqual(all.slice(3));
});

test('what the pane names is what the server keeps, whatever the case of the names and the endings of attached mails', () => {
  const kept = offeredFiles(FILES).filter((_, i) => i === 1 || i === 3);
  const wanted = chooser(kept.map(({ name, nth }) => fileKey(name, nth)));
  expect(FILES.map(({ name }) => wanted(name))).toEqual([false, false, true, false, true]);
  expect(chooser([fileKey('Re: Offer', 0)])('re: offer.EML')).toBe(true);
  expect(chooser([])('offer.pdf')).toBe(false);
  expect(chooser(undefined)('offer.pdf')).toBe(true);
});
