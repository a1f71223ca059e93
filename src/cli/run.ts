import { commands } from './commands.cjs';
import { oneLine } from './inputs';

/** What a command reads and writes; a test passes its own. */
export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

export type Command = (args: string[], io: CommandIo) => Promise<number>;

/** Runs one command; resolves to the exit code: 0 done, 1 failed, 2 wrong call. */
export async function run(args: string[], io: CommandIo = process): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    io.stderr.write(`mailtrail: there is no command '${oneLine(name)}'; 'mailtrail --help' lists them\n`);
    return 2;
  }
  return command()(rest, io);
}
