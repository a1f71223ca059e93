import {
  openChannel,
  type ChannelHost,
  type MethodAnswer,
} from '../../../../src/sandbox/outlook/host/channel';
import { appContext, initialData } from '../../../../src/sandbox/outlook/host/app-context';
import { CLIENTS } from '../../../../src/sandbox/outlook/host/clients';
import { frameName, readRequest } from '../../../../src/sandbox/outlook/host/wire';

const ADDIN = 'http://localhost:4000';
const HOST = 'http://localhost:4001';
const frame = { name: 'the frame' };
const user = { name: 'Alice', address: 'alice@brightwater.example' };

function openFake(over: Partial<ChannelHost> = {}) {
  const posted: { message: Record<string, unknown>; target: string }[] = [];
  const unknown: string[] = [];
  const channel = openChannel({
    conversationId: 'conv',
    hostOrigin: HOST,
    addinOrigin: ADDIN,
    source: () => frame,
    post: (text, target) => posted.push({ message: JSON.parse(text), target }),
    host: {
      appContext: () =>
        appContext({
          controlId: 'ctl',
          locale: 'en-US',
          roaming: { a: '1' },
          addinName: 'M',
          appDomains: [],
          face: CLIENTS.web.face,
        }),
      initialData: () => initialData({ kind: 'none' }, user, 'ReadWriteItem', 'id', CLIENTS.web.face),
      execute: (id) =>
        Promise.resolve<MethodAnswer | undefined>(id === 18 ? { error: false, data: 'Subject' } : undefined),
      executeCommon: (id) => Promise.resolve<MethodAnswer | undefined>(id === 97 ? { Error: 0 } : undefined),
      onUnknown: (what) => unknown.push(what),
      onTrace: () => undefined,
      ...over,
    },
  });
  const say = (message: Record<string, unknown>, from: { origin?: string; source?: unknown } = {}) =>
    channel.receive({
      data: JSON.stringify({
        _messageType: 0,
        _actionType: 0,
        _conversationId: 'conv',
        _correlationId: 7,
        ...message,
      }),
      origin: ADDIN,
      source: frame,
      ...from,
    });
  const execute = (DispatchId: number) =>
    say({ _actionName: 'ExecuteMethod', _data: { MethodData: { DispatchId } } });
  return { channel, posted, unknown, say, execute };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the channel to an add-in frame', () => {
  test('answers to the add-in’s origin alone, with the request’s action, conversation and number', () => {
    const { posted, say } = openFake();
    expect(say({ _actionName: 'GetInitialData' })).toBe(true);
    expect(posted).toEqual([
      {
        target: ADDIN,
        message: expect.objectContaining({
          _messageType: 1,
          _responseType: 0,
          _actionName: 'GetInitialData',
          _conversationId: 'conv',
          _correlationId: 7,
          _origin: HOST,
          _errorCode: 0,
          _data: expect.objectContaining({ permissionLevel: 3, itemType: 6 }),
        }),
      },
    ]);
  });

  test.each([
    ['another window', {}, { source: { name: 'another frame' } }],
    ['no window', {}, { source: null }],
    ['another origin', {}, { origin: 'http://evil.example' }],
    ['another conversation', { _conversationId: 'other' }, {}],
    ['an answer', { _messageType: 1 }, {}],
    ['an unknown kind', { _actionType: 9 }, {}],
    ['no number', { _correlationId: 'x' }, {}],
  ])('ignores a message with %s', (_what, message, from) => {
    const { posted, say } = openFake();
    expect(say({ _actionName: 'GetInitialData', ...message }, from)).toBe(false);
    expect(posted).toEqual([]);
  });

  test('ignores what is no JSON text', () => {
    const { channel } = openFake();
    for (const data of ['{', 'null', '[]', 5, undefined, {}]) {
      expect(channel.receive({ data, origin: ADDIN, source: frame })).toBe(false);
    }
    expect(readRequest('{"_messageType":0}', 'conv')).toBeUndefined();
  });

  test('gives the app context, and lets notices pass without an answer', () => {
    const { posted, say } = openFake();
    say({ _actionName: 'ContextActivationManager_getAppContextAsync', _data: 'ctl' });
    say({ _actionName: 'ContextActivationManager_notifyHost', _data: ['ctl', 21, ADDIN] });
    expect(posted).toHaveLength(1);
    expect(posted[0]?.message._data).toMatchObject({ _id: 'ctl', _appName: 64, _settings: { a: '1' } });
  });

  test('passes a method’s answer on', async () => {
    const { posted, execute } = openFake();
    execute(18);
    await settle();
    expect(posted[0]?.message._data).toEqual({ error: false, data: 'Subject' });
  });

  test('fails an unknown method loudly, and still answers', async () => {
    const { posted, unknown, execute, say } = openFake();
    execute(999);
    say({ _actionName: 'executeMethod', _data: { DdaMethod: { DispatchId: 144 } } });
    say({ _actionName: 'SomethingNew' });
    await settle();
    expect([...unknown].sort()).toEqual(['ExecuteMethod 999', 'SomethingNew', 'executeMethod 144']);
    const answers = posted.map(({ message }) => message._data);
    expect(answers).toContainEqual({ error: true, errorCode: 5001, wasSuccessful: false });
    expect(answers).toContainEqual({ Version: 1, Error: 5001 });
    expect(posted.find(({ message }) => message._actionName === 'SomethingNew')?.message._errorCode).toBe(-1);
  });

  test('fails a method that throws loudly too', async () => {
    const { posted, unknown, execute } = openFake({
      execute: () => Promise.reject(new TypeError('wrong shape')),
    });
    execute(18);
    await settle();
    expect(unknown).toEqual(['ExecuteMethod 18: TypeError: wrong shape']);
    expect(posted[0]?.message._data).toMatchObject({ wasSuccessful: false });
  });

  test('sends an event to whoever asked for it, until it asks no more', async () => {
    const { channel, posted, say } = openFake();
    expect(channel.emit('appCommandInvoked', ['x'])).toBe(false);
    const waited = channel.registered('appCommandInvoked');
    say({ _actionType: 1, _actionName: 'appCommandInvoked', _correlationId: 3 });
    await waited;
    await channel.registered('appCommandInvoked');
    expect(channel.emit('appCommandInvoked', ['x'])).toBe(true);
    expect(posted.at(-1)?.message).toMatchObject({ _responseType: 1, _correlationId: 3, _data: ['x'] });
    say({ _actionType: 2, _actionName: 'appCommandInvoked', _correlationId: 4 });
    expect(channel.emit('appCommandInvoked', ['x'])).toBe(false);
  });

  test('names the frame so that office.js finds its host', () => {
    const name: unknown = JSON.parse(
      frameName({ conversationId: 'c', controlId: 'k', hostOrigin: HOST, locale: 'pl-PL' }),
    );
    expect(name).toMatchObject({
      hostInfo: 'Outlook$Web$16.01$pl-PL$c$$disableLogging$0',
      xdmInfo: `c|k|${HOST}`,
    });
  });
});
