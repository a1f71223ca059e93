/** Runs one command; resolves to the exit code. */
export async function run(args: string[]): Promise<number> {
  process.stderr.write(`mailtrail: unknown command '${args[0] ?? ''}'. 'mailtrail --help' lists them.\n`);
  return 2;
}
