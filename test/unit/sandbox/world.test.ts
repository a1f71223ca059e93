import { Content } from '../../../src/core/marketing/content';
import { recipientAt, SEED } from '../../../src/sandbox/marketing';
import { CONTACTS, sandboxContacts } from '../../../src/sandbox/world/contacts';
import { newsletter } from '../../../src/sandbox/world/newsletter';

describe("the sandbox's contacts", () => {
  const people = sandboxContacts();

  test('are as many as are promised, each with an address of their own, and the same each time', () => {
    expect(people).toHaveLength(CONTACTS);
    expect(new Set(people.map(({ address }) => address)).size).toBe(CONTACTS);
    expect(people.every(({ address }) => /^[a-z]+\.[a-z]+@[a-z-]+\.example$/.test(address))).toBe(true);
    expect(sandboxContacts()).toEqual(people);
  });

  test('stand to marketing mail in every way, with every owner and with none', () => {
    const standings = new Set(
      people.flatMap(({ mail, tracking }) => [`mail ${mail}`, `tracking ${tracking}`]),
    );
    for (const purpose of ['mail', 'tracking'])
      for (const basis of ['consent-given', 'legitimate-interest', 'consent-withdrawn', undefined])
        expect(standings).toContain(`${purpose} ${basis}`);
    expect(new Set(people.map(({ owner }) => owner))).toEqual(new Set(['alice', 'dan', 'mia', undefined]));
  });

  test('have among them everybody that a report can show', () => {
    const found = new Map<string, number>();
    for (const { address } of people) {
      const { temper, language, scanned, preloaded } = recipientAt(address, SEED);
      for (const trait of [temper, `${temper} ${language}`, scanned && 'scanned', preloaded && 'preloaded'])
        if (trait !== false) found.set(trait, (found.get(trait) ?? 0) + 1);
    }
    for (const trait of ['unknown-user', 'bounces-later', 'complains', 'unsubscribes', 'answers-a-calendar'])
      expect(found.get(trait)).toBeGreaterThan(3);
    for (const trait of ['replies', 'clicks', 'opens', 'unseen', 'scanned', 'preloaded'])
      expect(found.get(trait)).toBeGreaterThan(30);
    for (const trait of ['away en', 'away pl', 'away de']) expect(found.get(trait)).toBeGreaterThan(2);
  });
});

test('the newsletter that waits to be sent is one', () => {
  expect(Content.parse(newsletter('http://localhost:4001/site')).form).toBe('blocks');
});
