import { expectLetGo, images, reportOf, send, WITH_PICTURE, withLaunchFile } from '../fixtures/launch-live';

withLaunchFile();

describe('the body after the write (A5)', () => {
  const restoredTo = async (editor: (html: string, write: number) => string) => {
    const result = await send({ client: 'classic', body: WITH_PICTURE, editor });
    expectLetGo(result.outlook, 4000);
    return result;
  };

  test('cut short: the sender’s own is put back, and the report says so', async () => {
    const { state, reports } = await restoredTo((html, write) => (write === 1 ? html.slice(0, 90) : html));
    expect(state.body).toBe(WITH_PICTURE);
    expect(reportOf(reports).done).toMatchObject({
      image: false,
      restored: true,
      reasons: ['body.bodyDamaged'],
    });
    expect(reportOf(reports).links.some(({ tracked }) => tracked)).toBe(false);
  });

  test('a picture lost: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace('<img src="cid:logo@1" width="90">', '') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('our image filtered out by the editor, links kept: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace(/<img[^>]*\.gif[^>]*>/, '') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('tidied without loss: left', async () => {
    const { state, outlook } = await send({ editor: (html) => html.replace(/<div>/g, '<div class="x">') });
    expectLetGo(outlook);
    expect(images(state.body)).toBe(1);
    expect(outlook.calls.filter(({ name }) => name === 'body.setAsync')).toHaveLength(1);
  });

  test('shown late, as on the Mac: waited for', async () => {
    const { reports, outlook } = await send({ client: 'mac', editorLagMs: 400 });
    expectLetGo(outlook);
    expect(reportOf(reports).done).toMatchObject({ image: true, unverified: false });
  });
});
