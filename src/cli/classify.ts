import { classify, fromMime, readMail } from '../core/incoming';
import { BadUse, jsonAndFiles, messageOf, readInputs, withUse } from './inputs';
import type { CommandIo } from './run';

/**
 * `mailtrail classify [--json] [FILE.eml…]`: one JSON line a mail, in order. Without a store any thread counts as ours:
 * In-Reply-To, References or a quote makes a reply. Resolves to 0, or to 2 and one line on bad use.
 */
export function classifyCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('classify', io, async () => {
    const { files } = jsonAndFiles(args);
    for (const { file, bytes } of await readInputs(files, io.stdin)) {
      io.stdout.write(`${JSON.stringify(await judged(file, bytes))}\n`);
    }
    return 0;
  });
}

async function judged(file: string, bytes: Uint8Array): Promise<Record<string, unknown>> {
  const { mail } = await fromMime(bytes).catch((error: unknown) => {
    throw new BadUse(`cannot read '${file}' as mail: ${messageOf(error)}`);
  });
  const reading = readMail(mail);
  const { kind, evidence, outOfOffice, departure } = classify(mail, {}, reading);
  const text = reading.split;
  return {
    file,
    kind,
    evidence,
    inReplyTo: mail.inReplyTo ?? null,
    references: mail.references,
    replyText: text.replyText,
    quotedText: text.quotedText,
    ...(outOfOffice === undefined ? {} : { outOfOffice }),
    ...(departure === undefined ? {} : { departure }),
  };
}
