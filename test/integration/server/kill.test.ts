import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';
import { Alice, Recipient, type MailFile } from '../../fixtures/story-people';
import { waitFor } from '../../fixtures/wait-for';

/** S3: the server is killed at ten points of the story; every time the story goes on with nothing lost or doubled. */

const PDF: MailFile = {
  name: 'Offer.pdf',
  contentType: 'application/pdf',
  content: Buffer.from('%PDF-1.7 not really, but byte for byte\u0000\u0001').toString('base64'),
};
const PICTURE: MailFile = {
  name: 'sketch.png',
  contentType: 'image/png',
  content: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
};

describe('a server that is killed', () => {
  let serve: Serve;
  let alice: Alice;
  let bob: Recipient;

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), newDataDir());
    alice = new Alice(serve);
    bob = new Recipient(serve, 'bob');
    await serve.start();
  });
  afterAll(() => serve.kill());

  const killed = async (): Promise<void> => {
    await serve.kill();
    await serve.start();
  };

  test('goes on with the story at ten points, nothing acknowledged missing, nothing doubled', async () => {
    const subject = 'Our offer, killed ten times';
    const prepared = await alice.prepare({
      subject,
      html: `<html><body><p>Hello Bob, <a href="${serve.sandboxUrl}/site/pricing">our prices</a> are here.</p></body></html>`,
      to: [{ address: 'bob@partner.example', name: 'Bob Lindqvist' }],
      files: [PDF],
    });
    await killed(); // 1: a ticket was given
    await alice.report(prepared);
    await killed(); // 2: the report was acknowledged, perhaps not yet filed
    await alice.release(prepared);
    await killed(); // 3: Outlook let the mail go; its copy is perhaps not yet found

    await waitFor('the mail at Bob', async () => (await bob.find(subject)) !== undefined);
    const mail = await bob.find(subject);
    if (mail === undefined) throw new Error('Bob has no mail');
    const opened = await bob.open(mail);
    expect(opened.images.map((image) => image.status)).toEqual([200]);
    await killed(); // 4: the image was answered
    const clicked = await bob.click(mail, 0);
    expect(clicked).toMatchObject({ status: 302, location: `${serve.sandboxUrl}/site/pricing` });
    await killed(); // 5: the link was answered
    await serve.kill();
    await serve.startAndKillAfter(300); // 6: on the way up, store not open yet
    await serve.startAndKillAfter(900); // 7: on the way up, store perhaps opening
    await serve.start();

    await bob.reply(mail, { text: 'Looks good, see the file.', files: [PDF], pictures: [PICTURE] });
    await killed(); // 8: the reply is in the mailbox, its notification perhaps lost
    await new Promise((resolve) => setTimeout(resolve, 150));
    await killed(); // 9: somewhere in the middle of fetching and filing it

    const story = async () => {
      const timeline = await alice.timeline('bob@partner.example');
      return {
        sent: timeline.filter((m) => m.direction === 'outgoing' && m.subject === subject),
        replies: timeline.filter((m) => m.direction === 'incoming'),
      };
    };
    await waitFor('the reply on the timeline', async () => (await story()).replies.length > 0);
    await waitFor('the sent copy', async () => (await story()).sent[0]?.state === 'sent');
    await killed(); // 10: all of it filed
    await waitFor('the open, the click and the reply are counted', async () => {
      const counts = (await story()).sent[0]?.counts;
      return counts !== undefined && counts.opens > 0 && counts.clicks > 0 && counts.replies > 0;
    });
    // Whatever is still under way after the last start has had its time.
    await new Promise((resolve) => setTimeout(resolve, 3_000));

    const { sent, replies } = await story();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ state: 'sent', counts: { opens: 1, clicks: 1, replies: 1 } });
    expect(sent[0]?.attachments.map((a) => [a.name, a.state])).toEqual([[PDF.name, 'copied']]);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({ judged: { kind: 'reply' }, answers: { messageId: sent[0]?.id } });
    expect(replies[0]?.attachments.filter((a) => !a.inline).map((a) => a.name)).toEqual([PDF.name]);
    const kinds = (await alice.feed()).filter((e) => e.message?.id === sent[0]?.id).map((e) => e.kind);
    expect(kinds.sort()).toEqual(['click', 'open', 'reply', 'sent']);
    const copy = replies[0]?.attachments.find((a) => a.name === PDF.name)?.url;
    const bytes = Buffer.from(await (await fetch(copy ?? '')).arrayBuffer());
    expect(bytes.toString('base64')).toBe(PDF.content);
  });
});
