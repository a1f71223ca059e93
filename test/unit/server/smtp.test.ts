import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { smtpTransport } from '../../../src/server/smtp';

describe("the server's own mails go by a relay", () => {
  const taken: { to: string[]; mail: Email }[] = [];
  const relay = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'mailtrail' && password === 'secret'
        ? done(null, { user: username })
        : done(new Error('Who is that?')),
    onRcptTo: ({ address }, _session, done) =>
      address === 'gone@partner.example' ? done(new Error(`No ${address} here`)) : done(),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          taken.push({ to: envelope.rcptTo.map(({ address }) => address), mail });
          done();
        });
      });
    },
  });
  let port = 0;
  beforeAll(async () => {
    const listening = await new Promise<AddressInfo | string | null>((resolve) => {
      const { server } = relay;
      relay.listen(0, '127.0.0.1', () => resolve(server.address()));
    });
    if (typeof listening === 'object' && listening !== null) port = listening.port;
  });
  afterAll(() => new Promise<void>((resolve) => relay.close(() => resolve())));

  const sender = (password = 'secret') =>
    smtpTransport({
      url: `smtp://mailtrail:${password}@127.0.0.1:${port}`,
      from: 'no-reply@brightwater.example',
    });

  test('as they were written, to one person, and as written by a machine', async () => {
    await sender().send({
      to: 'bob@partner.example',
      subject: 'Twoja zgoda',
      text: 'Cześć,\nhttps://a.example/p?x=1',
    });
    const [one] = taken;
    expect(one?.to).toEqual(['bob@partner.example']);
    expect(one?.mail).toMatchObject({
      from: { address: 'no-reply@brightwater.example', name: 'Mailtrail' },
      subject: 'Twoja zgoda',
      text: 'Cześć,\nhttps://a.example/p?x=1\n',
    });
    expect(one?.mail.html).toBeUndefined();
    const header = (key: string) => one?.mail.headers.find((h) => h.key === key)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
  });

  test('an address in disguise adds nobody', async () => {
    const sent = sender().send({ to: 'bob@partner.example, eve@evil.example', subject: 'x', text: 'y' });
    await sent.catch(() => undefined);
    expect(taken.flatMap(({ to }) => to)).not.toContain('eve@evil.example');
  });

  test('what the relay refuses is told without the address, and without the password', async () => {
    const gone = sender().send({ to: 'gone@partner.example', subject: 'x', text: 'y' });
    await expect(gone).rejects.toThrow("did not take a mail of the server's own (EENVELOPE RCPT TO 550)");
    await expect(
      sender('wrong').send({ to: 'bob@partner.example', subject: 'x', text: 'y' }),
    ).rejects.toThrow(/did not take .* \(EAUTH [^)]*\)$/);
  });
});
