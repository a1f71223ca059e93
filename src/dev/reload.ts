/**
 * Goes with the development build of the pane and of the web app, and with no other: the page loads itself anew when its
 * bundle was built anew, and when the server was started anew.
 */
const bundle = location.pathname.startsWith('/addin/') ? 'pane' : 'web';
let server: string | undefined;

const changes = new EventSource('/dev/changes');
changes.addEventListener('server', ({ data }: MessageEvent<unknown>) => {
  if (server !== undefined && server !== data) location.reload();
  server = String(data);
});
changes.addEventListener('built', ({ data }: MessageEvent<unknown>) => {
  if (data === bundle) location.reload();
});

export {};
