import { fieldsIn, fillFields } from '../../../../src/core/fields';

const BOB = { 'contact.first_name': 'Bob', 'contact.company': 'Smith & Sons' };

describe('fields of a contact in a text', () => {
  test.each([
    ['{{ contact.first_name }}', 'Bob'],
    ['{{contact.first_name}}', 'Bob'],
    ['{{- Contact.First_Name -}}', 'Bob'],
    ['{{ contact.first_name | upcase }}', 'BOB'],
    ['{{ contact.name | default: "you" | capitalize }}', 'You'],
    ["{{ contact.name | default: 'you' }}", 'you'],
    ['{{ contact.first_name | default: "you" }}', 'Bob'],
    // As editors of HTML write quotes and blanks.
    ['{{&nbsp;contact.name&nbsp;| default: &quot;you&quot; }}', 'you'],
    ['{{ contact.name | default: “you” }}', 'you'],
    ['{{ contact.company }}', 'Smith &amp; Sons'],
    ['no { braces } here', 'no { braces } here'],
  ])('%s becomes %s', (text, expected) => {
    expect(fillFields(text, BOB, true)).toEqual({ text: expected, unfilled: [], faults: [] });
  });

  test('a default is escaped in HTML, and in a subject nothing is', () => {
    expect(fillFields('{{ contact.name | default: "<b>" }}', {}, true).text).toBe('&lt;b&gt;');
    expect(fillFields('{{ contact.company }}', BOB, false).text).toBe('Smith & Sons');
  });

  test('what has neither value nor default is left empty and told once', () => {
    expect(fillFields('{{ contact.name }}{{ contact.name }}', {}, false)).toEqual({
      text: '',
      unfilled: ['contact.name'],
      faults: [],
    });
  });

  test.each([
    ['{{ contact.shoe }}', 'unknown-field'],
    ['{{ contact.name | reverse }}', 'unknown-filter'],
    ['{{ contact.name | __proto__ }}', 'unknown-filter'],
    ['{{ contact.name', 'not-closed'],
    ['{{ <b>contact.name</b> }}', 'not-understood'],
    ['{{ contact.name | default: }}', 'not-understood'],
  ])('%s stays as it is and is told: %s', (text, fault) => {
    const filled = fillFields(text, BOB, true);
    expect(filled.text).toBe(text);
    expect(filled.faults.map((one) => one.fault)).toEqual([fault]);
  });

  test('the fields that a text names', () => {
    expect(
      fieldsIn('{{ contact.name }} {{ contact.shoe }} {{ sender.name | upcase }} {{ contact.name }}'),
    ).toEqual(['contact.name', 'sender.name']);
  });

  test('a text of braces alone is read in the time of its length', () => {
    const started = performance.now();
    fillFields('{{'.repeat(200_000), {}, true);
    fillFields(`{{ contact.name ${'| upcase '.repeat(20_000)}`, {}, true);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
