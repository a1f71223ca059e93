import { oneLine } from './inputs';

/** What a command reads and writes; a test passes its own. */
export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

type Command = (args: string[], io: CommandIo) => Promise<number>;

/** Command → file and export. A file is loaded when its command is asked for: `embed` needs no web server. */
const COMMANDS: Readonly<Record<string, readonly [file: string, name: string]>> = {
  serve: ['./serve', 'serveCommand'],
  embed: ['./embed', 'embedCommand'],
  classify: ['./classify', 'classifyCommand'],
  judge: ['./judge', 'judgeCommand'],
  render: ['./render', 'renderCommand'],
  manifest: ['./manifest', 'manifestCommand'],
  rejudge: ['./rejudge', 'rejudgeCommand'],
  account: ['./account', 'accountCommand'],
  doctor: ['./doctor', 'doctorCommand'],
  erasures: ['./erasures', 'erasuresCommand'],
};

const isCommand = (value: unknown): value is Command => typeof value === 'function';

/** `require`, since a native `import()` would pass by the compiler that runs these sources (tsx). */
function load([file, name]: readonly [string, string]): Command {
  const loaded: unknown = module.require(file);
  const command: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, name) : undefined;
  if (!isCommand(command)) throw new Error(`${file} does not export ${name}`);
  return command;
}

/** Runs one command; resolves to the exit code: 0 done, 1 failed, 2 wrong call. */
export async function run(args: string[], io: CommandIo = process): Promise<number> {
  const [name = '', ...rest] = args;
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    io.stderr.write(`mailtrail: there is no command '${oneLine(name)}'; 'mailtrail --help' lists them\n`);
    return 2;
  }
  return load(entry)(rest, io);
}
