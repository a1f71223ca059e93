import { classify, fromMime, replyText } from '../../../src/core/incoming';

const raw = (head: readonly string[], body: string, end = '\r\n'): Buffer =>
  Buffer.from([...head, '', body].join(end), 'latin1');
const HEAD = [
  'From: Bob <bob@partner.example>',
  'To: Alice <alice@brightwater.example>',
  'Date: Wed, 1 Jul 2026 09:00:00 +0000',
  'In-Reply-To: <o1@brightwater.example>',
];

describe('a note is read in the character set it was written in', () => {
  // Character set, subject as it travels, text in base64, until.
  test.each<[string, string, string, string | undefined]>([
    [
      'iso-2022-jp',
      '=?iso-2022-jp?B?GyRCPCtGMEpWPy4bKEI6IBskQiQqOCtAUSRqGyhC?=',
      'NxskQjduGyhCMTAbJEJGfCReJEdJVDpfJEckOSEjTGEkajwhQmgkNEpWPy4kJCQ/JDckXiQ5ISMbKEI=',
      '2026-07-10',
    ],
    [
      'shift_jis',
      '=?shift_jis?B?UmU6IIKojKmQz4Lo?=',
      'jLuN3Y9vkqOShoLMgr2C34FBldSQTYKqkniC6oLpj+qNh4KqgrKCtIKigtyCt4FCi32CrILMl3CMj4LNjGeR0ZNkmGKC3ILFgqiK6IKigqKCvYK1gtyCt4FC',
      undefined,
    ],
    [
      'gb2312',
      '=?gb2312?B?19S2r7vYuLQ6ILGovNs=?=',
      'ztLV/dTazeK12LP2su6jrDfUwjE1yNW3tbvYsOy5q8rSoaM=',
      '2026-07-15',
    ],
    [
      'big5',
      '=?big5?B?UmU6ILP4u/k=?=',
      'pbukSLJ7pb+p8bCyoUGxTqnzN6TrMTak6arwpl6kvaVxoUO68qvmqMapeb3QrVC5cavIqkGhQw==',
      '2026-07-16',
    ],
    [
      'koi8-r',
      '=?koi8-r?B?UmU6IPDSxcTMz9bFzsnF?=',
      '8SDXIM/U0NXTy8UgxM8gMTcgycDM0S4g8M8g09LP3s7ZzSDXz9DSz9PBzSDPwtLB3cHK1MXT2CDLIOnXwc7VLg==',
      '2026-07-17',
    ],
    [
      'windows-1250',
      '=?windows-1250?B?T2RwOiBPZmVydGE=?=',
      'RHpp6mt1auogemEgd2lhZG9tb5zmLiBKZXN0ZW0gbmEgdXJsb3BpZSBkbyAxOCBsaXBjYS4=',
      '2026-07-18',
    ],
    [
      'iso-8859-2',
      '=?iso-8859-2?B?UmU6IE5hYu1ka2E=?=',
      'ROxrdWppIHphIHpwcuF2dS4gSnNlbSBuYSBkb3ZvbGVu6SBkbyAxOS4g6GVydmVuY2Uu',
      '2026-07-19',
    ],
    [
      'windows-1252',
      '=?windows-1252?B?QVc6IEFuZ2Vib3Q=?=',
      'VmllbGVuIERhbmsgZvxyIElocmUgTmFjaHJpY2h0LiBJY2ggYmluIGJpcyB6dW0gMjAuIEp1bGkgbmljaHQgaW0gQvxyby4=',
      '2026-07-20',
    ],
    [
      'utf-16le',
      'Re: Offerta',
      'RwByAGEAegBpAGUAIABwAGUAcgAgAGwAYQAgAFMAdQBhACAAbQBhAGkAbAAuACAAUwBvAG4AbwAgAGkAbgAgAGYAZQByAGkAZQAgAGYAaQBuAG8AIABhAGwAIAAyADEAIABsAHUAZwBsAGkAbwAuAA==',
      '2026-07-21',
    ],
  ])('%s', async (charset, subject, body, until) => {
    for (const end of ['\r\n', '\n']) {
      const head = [
        ...HEAD,
        `Subject: ${subject}`,
        'MIME-Version: 1.0',
        `Content-Type: text/plain; charset=${charset}`,
        'Content-Transfer-Encoding: base64',
      ];
      const { mail } = await fromMime(raw(head, body, end));
      expect(mail.text).not.toContain('\ufffd');
      expect(classify(mail)).toMatchObject({
        kind: 'auto-reply',
        outOfOffice: until === undefined ? {} : { until },
      });
    }
  });

  test('eight-bit bytes without any word of what they are', async () => {
    const bytes = Buffer.from([
      ...raw(
        [
          ...HEAD,
          'Subject: AW: Angebot',
          'Content-Type: text/plain; charset=iso-8859-1',
          'Content-Transfer-Encoding: 8bit',
        ],
        'Ich bin bis 20. Juli nicht im B\u00fcro. Ihre Nachricht wird nicht weitergeleitet.',
      ),
    ]);
    expect(classify((await fromMime(bytes)).mail).kind).toBe('auto-reply');
  });
});

describe('broken mail is judged all the same', () => {
  const NOTE = 'I am out of the office until 14 July. For urgent matters contact Jim.';

  test('a boundary that never comes', async () => {
    const { mail } = await fromMime(
      raw(
        [...HEAD, 'Content-Type: multipart/alternative; boundary=abc'],
        `--abc\r\nContent-Type: text/plain\r\n\r\n${NOTE}`,
      ),
    );
    expect(classify(mail).kind).toBe('auto-reply');
  });

  test('no field but a sender', async () => {
    const { mail } = await fromMime(raw(['From: bob@partner.example'], NOTE));
    expect(classify(mail).kind).toBe('auto-reply');
  });

  test('no fields at all, and no bytes at all', async () => {
    expect(classify((await fromMime(Buffer.from(`\n${NOTE}`))).mail).kind).toEqual(expect.any(String));
    expect(classify((await fromMime(Buffer.alloc(0))).mail).evidence).not.toEqual([]);
  });

  test('HTML alone, quoted-printable, with the answer above a quote', async () => {
    const html = '<p>Twelve=2C please.</p><blockquote type=3D"cite">How many?</blockquote>';
    const { mail } = await fromMime(
      raw(
        [...HEAD, 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
        html,
      ),
    );
    expect(replyText(mail).replyText).toBe('Twelve, please.');
    expect(classify(mail).kind).toBe('reply');
  });
});
