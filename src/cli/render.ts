import { renderMail } from '../server/crm/render-mail';
import { decode, jsonAndFiles, readInputs, withUse } from './inputs';
import type { CommandIo } from './run';

/**
 * `mailtrail render [--json] [FILE…]`: HTML of a mail → the safe HTML that the timeline shows; with `--json` one line
 * `{file, html, removed}` a file. Remote pictures stay blocked; our marks are known by their form, whatever the host.
 * Resolves to 0, or to 2 and one line on bad use.
 */
export function renderCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('render', io, async () => {
    const { json, files } = jsonAndFiles(args);
    for (const { file, bytes } of await readInputs(files, io.stdin)) {
      const { html, removed } = renderMail(decode(bytes).text.replace(/^\uFEFF/, ''), {
        ourHosts: 'any',
        remoteImages: false,
      });
      io.stdout.write(json ? `${JSON.stringify({ file, html, removed })}\n` : `${html}\n`);
    }
    return 0;
  });
}
