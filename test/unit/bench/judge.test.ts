import { judge } from '../../bench/embed/judge';

const ORIGIN = 'https://mail.example';
const PAGE = '<p title=a>See <a  href="https://shop.example/" >this</a></p>\r\n<p>that</p>';
const IMAGE = `<img src="${ORIGIN}/o/x.gif">`;
const LINK = `${ORIGIN}/c/x`;
const always = (): boolean => true;

describe('what counts as damage', () => {
  test('another href and one image of ours is none', () => {
    const sent = PAGE.replace('https://shop.example/', LINK) + IMAGE;
    expect(judge(PAGE, sent, ORIGIN, always)).toEqual({ dom: true, bytes: true, left: true, why: '' });
  });

  test('white space in a tag is damage to bytes alone', () => {
    const sent = PAGE.replace('" >', '">') + IMAGE;
    expect(judge(PAGE, sent, ORIGIN, always)).toMatchObject({ dom: true, bytes: false });
  });

  test.each([
    ['another attribute', PAGE.replace('title=a', 'title=b') + IMAGE],
    ['other text', PAGE.replace('that', 'this') + IMAGE],
    ['no image', PAGE],
    ['two images', PAGE + IMAGE + IMAGE],
    ['a comment more', `${PAGE}<!-- x -->${IMAGE}`],
  ])('%s is damage to the tree', (_, sent) => {
    expect(judge(PAGE, sent, ORIGIN, always)).toMatchObject({ dom: false });
  });

  test('a tracked address on a link that has to stay is told apart', () => {
    const sent = PAGE.replace('https://shop.example/', LINK) + IMAGE;
    expect(judge(PAGE, sent, ORIGIN, () => false)).toMatchObject({ dom: true, left: false });
  });
});
