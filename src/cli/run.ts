/** What a command reads and writes; a test passes its own. */
export interface CommandIo {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
}

type Command = (args: string[], io: CommandIo) => Promise<number>;

// Loaded when asked for: `embed` needs no web server.
const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve')).serveCommand,
  embed: async () => (await import('./embed')).embedCommand,
  classify: async () => (await import('./classify')).classifyCommand,
  render: async () => (await import('./render')).renderCommand,
  manifest: async () => (await import('./manifest')).manifestCommand,
};

/** Runs one command; resolves to the exit code: 0 done, 1 failed, 2 wrong call. */
export async function run(args: string[], io: CommandIo = process): Promise<number> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    io.stderr.write(`mailtrail: there is no command '${name}'; 'mailtrail --help' lists them\n`);
    return 2;
  }
  return (await load())(rest, io);
}
