import { namelessLink } from '../../../src/server/crm/nameless';

describe('a link beside a click of Someone’s', () => {
  test.each([
    ['https://site.example/offer?b=1#c', 'https://site.example/offer?b=1#c'],
    ['https://site.example/offer?to=bob@partner.example&b=1', 'https://site.example/offer?…'],
    ['https://site.example/offer?to=bob%2Bx%40partner.example', 'https://site.example/offer?…'],
    ['https://site.example/offer#bob%2540partner.example', 'https://site.example/offer?…'],
    ['https://site.example/for/bob@partner.example/a?b=1', 'https://site.example/…'],
    ['https://medium.example/@somebody/a.b', 'https://medium.example/@somebody/a.b'],
    ['https://photos.example/123@N00/', 'https://photos.example/123@N00/'],
  ])('%s is shown as %s', (target, shown) => {
    expect(namelessLink({ target, text: 'offer' })).toEqual({ target: shown, text: 'offer' });
  });

  test('its text names nobody either', () => {
    const { text } = namelessLink({ target: 'https://a.example/', text: 'Page of bob@partner.example' });
    expect(text).toBe('Page of …');
  });
});
