import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { z } from 'zod';

const Taken = z.object({ taken: z.number(), bytes: z.number() });

/** An SMTP sink in a process of its own. */
export interface Relay {
  url: string;
  /** Mails and bytes since it began. */
  taken(): Promise<z.infer<typeof Taken>>;
  end(): void;
}

export async function startRelay(): Promise<Relay> {
  const child = spawn(process.execPath, [join(__dirname, 'sink.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done === true) throw new Error('the SMTP sink has ended');
    return next.value;
  };
  const url = `smtp://127.0.0.1:${await line()}`;
  return {
    url,
    taken: async () => {
      child.stdin.write('?\n');
      return Taken.parse(JSON.parse(await line()));
    },
    end: () => void child.kill('SIGKILL'),
  };
}
