import { CLIENTS, type ClientKey } from '../../../../src/sandbox/outlook/host/clients';
import { emptyDraft, type Draft } from '../../../../src/sandbox/outlook/host/draft';
import { draftStore } from '../../../../src/sandbox/outlook/host/draft-store';
import { draftEditor } from '../../../../src/sandbox/outlook/host/editor';

const ALICE = { address: 'alice@brightwater.example', name: 'Alice', recipientType: 2 as const };
const PICTURE = '<img src="cid:logo@1" alt="Logo">';
const REPLY = `<p>Thanks ${PICTURE}</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From</div><p>old ${PICTURE}</p>`;

function bench(client: ClientKey, first: Partial<Draft> = {}, seed = 0) {
  const draft = draftStore({ ...emptyDraft(ALICE), ...first });
  let now = 0;
  let ids = 0;
  const later: { at: number; work: () => void }[] = [];
  const editor = draftEditor({
    draft,
    client: CLIENTS[client],
    seed,
    now: () => now,
    later: (milliseconds, work) => later.push({ at: now + milliseconds, work }),
    newId: () => `id-${(ids += 1)}`,
  });
  return {
    editor,
    draft,
    content: () => draft.get().body.content,
    pass: (milliseconds: number) => {
      now += milliseconds;
      for (const one of later.splice(0)) if (one.at <= now) one.work();
    },
    append: () =>
      editor.append(
        (text) => `<p>${text}</p>`,
        () => 'x',
      ),
  };
}
const html = (content: string): Partial<Draft> => ({ body: { type: 'html', content } });
const sending = { sending: true };
const writing = { sending: false };

describe('Outlook on the web, as an editor', () => {
  test('cleans what is written, and keeps every other byte', async () => {
    const { editor, content } = bench('web');
    const kept = '<P CLASS=a title="a > b">1 &amp; 2<br></P><!-- on --><a href=\'x?a=1&amp;b=2\'>x</a>';
    await editor.write(
      `${kept}<script>alert(1)</script><img class="big" onload="x()" src="http://a/b.png" alt=x>`,
      writing,
    );
    expect(content()).toBe(`${kept}<img src="http://a/b.png" alt=x>`);
  });

  test('loses the quote’s inline pictures at every third write at send, and never while writing (#6808)', async () => {
    const lost = REPLY.replace(`old ${PICTURE}`, 'old ');
    const { editor, content } = bench('web');
    const seen: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      await editor.write(REPLY, sending);
      seen.push(content());
    }
    expect(seen).toEqual([REPLY, REPLY, lost, REPLY, REPLY, lost]);
    const quiet = bench('web', {}, 2);
    await quiet.editor.write(REPLY, writing);
    expect(quiet.content()).toBe(REPLY);
  });

  test('cuts an eighth off a mail with ten pictures (#6944)', async () => {
    const { editor, content } = bench('web');
    const nine = PICTURE.repeat(9) + 'text'.repeat(50);
    await editor.write(nine, sending);
    expect(content()).toBe(nine);
    const ten = PICTURE.repeat(10) + 'text'.repeat(50);
    await editor.write(ten, sending);
    expect(content().length).toBe(Math.floor(ten.length * 0.87));
  });

  test('a mail that leaves within half a second of a write names pictures it has not (#6792)', async () => {
    const { editor, pass } = bench('web');
    await editor.write(`<p>${PICTURE}</p>`, sending);
    expect(editor.leaving().body.content).toContain('src="cid:Locallogo@1"');
    pass(500);
    expect(editor.leaving().body.content).toBe(`<p>${PICTURE}</p>`);
  });

  test('never calls back for a picture whose address cannot be decoded (#5146)', async () => {
    const { editor, content } = bench('web', html('<p>before</p>'));
    let called = false;
    void editor.write('<img src="http://a/100%.png">', writing).then(() => (called = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([called, content()]).toEqual([false, '<p>before</p>']);
  });
});

describe('the other Outlooks', () => {
  test('the new one on Windows loses the quote’s pictures at every write (#6808)', async () => {
    const { editor, content } = bench('newWindows');
    for (let n = 0; n < 2; n += 1) {
      await editor.write(REPLY, sending);
      expect(content().split(PICTURE)).toHaveLength(2);
    }
  });

  test('the classic one puts HTML out as Word does: numbers, no empty anchors, no drawings (#1960, #6438)', async () => {
    const { editor, content } = bench('classic');
    await editor.write(
      '<p title="é">é &eacute; <a name="_top"></a><a href="x"></a></p><style>p:after{content:"é"}</style>' +
        '<!--[if gte vml 1]><v:shape id=a><v:textbox>in it</v:textbox></v:shape><![endif]-->' +
        '<v:rect><v:imagedata src="a"/>text</v:rect><![if !vml]><img src="b"><![endif]>',
      writing,
    );
    expect(content()).toBe(
      '<p title="&#233;">&#233; &eacute; <a href="x"></a></p><style>p:after{content:"é"}</style><![if !vml]><img src="b"><![endif]>',
    );
  });

  test('the Mac calls back before its editor holds the text (#5983)', async () => {
    const { editor, content, pass } = bench('mac', html('<p>before</p>'));
    await editor.write('<p>after</p>', sending);
    expect(content()).toBe('<p>before</p>');
    pass(300);
    expect(content()).toBe('<p>after</p>');
  });
});

describe('what an add-in left by appendOnSendAsync', () => {
  const pending = (content: string): Partial<Draft> => ({ appendOnSend: { content, coercion: 3 } });

  test.each([
    [
      'behind the quote',
      '<p>a</p><div id="appendonsend"></div><hr>',
      '<p>a</p><div id="appendonsend"></div><hr><i>x</i>',
    ],
    ['at the end', '<p>a</p>', '<p>a</p><i>x</i>'],
    ['inside the body', '<html><BODY><p>a</p></BODY ></html>', '<html><BODY><p>a</p><i>x</i></BODY ></html>'],
  ])('goes %s, once', (_, before, after) => {
    const { append, content } = bench('web', { ...html(before), ...pending('<i>x</i>') });
    append();
    expect(content()).toBe(after);
    append();
    expect(content()).toBe(after);
  });

  test('goes into plain text as text, and not at all when it was taken back', () => {
    const text = bench('web', { body: { type: 'text', content: 'a' }, ...pending('<i>x</i>') });
    text.append();
    expect(text.content()).toBe('a\nx');
    const none = bench('web', { ...html('a'), ...pending('') });
    none.append();
    expect(none.content()).toBe('a');
  });

  test('on the Mac its pictures become attachments (#2534, #3372), elsewhere they stay', () => {
    const image = '<img src="https://t.example/o/1" alt="">';
    const mac = bench('mac', { ...html('a'), ...pending(image) });
    mac.append();
    const [file] = mac.draft.get().attachments;
    expect(file).toMatchObject({ isInline: true, contentType: 'image/gif' });
    expect(mac.content()).toBe(`a<img src="cid:${file?.contentId}" alt="">`);
    const web = bench('web', { ...html('a'), ...pending(image) });
    web.append();
    expect(web.content()).toBe(`a${image}`);
  });
});
