import { encryptPush } from '../../../src/server/push/encrypt';
import { Browser } from '../../fixtures/push-service';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

describe('what is pushed', () => {
  test('is, byte for byte, the example of RFC 8291, section 5', () => {
    const message = encryptPush(
      'When I grow up, I want to be a watermelon',
      {
        p256dh: bytes(
          'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        ),
        auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
      },
      {
        salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
        privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
      },
    );
    expect(message.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
    const browser = new Browser('rfc', {
      privateKey: bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'),
      auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
    });
    expect(browser.read(message)).toBe('When I grow up, I want to be a watermelon');
    expect(() => new Browser('another').read(message)).toThrow();
  });

  test('more than one record is refused, not cut', () => {
    const { p256dh, auth } = new Browser('b').subscription.keys;
    const oneTime = { salt: Buffer.alloc(16), privateKey: Buffer.alloc(32, 7) };
    expect(() =>
      encryptPush('x'.repeat(4_090), { p256dh: bytes(p256dh), auth: bytes(auth) }, oneTime),
    ).toThrow(RangeError);
  });
});
