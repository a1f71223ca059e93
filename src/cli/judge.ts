import { z } from 'zod';
import { addressPrefix, hitFeatures, judgeAll, type Hit, type Judgement } from '../core/hits';
import { decode, jsonAndFiles, oneLine, readInputs, withUse } from './inputs';
import type { CommandIo } from './run';

/**
 * `mailtrail judge [--json] [FILE.jsonl…]`: hits, one JSON object a line → one verdict a line, in their order. All hits of
 * a call are judged among one another, as when each burst window has closed. Resolves to 0, or to 2 and one line on bad
 * use; also when lines could not be read, each of which standard error names, while the others are judged.
 */
export function judgeCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('judge', io, async () => {
    const { json, files } = jsonAndFiles(args);
    const hits: Hit[] = [];
    const numberOf = numbering();
    let bad = 0;
    for (const { file, bytes } of await readInputs(files, io.stdin)) {
      decode(bytes)
        .text.replace(/^\uFEFF/, '')
        .split('\n')
        .forEach((line, i) => {
          if (line.trim() === '') return;
          const read = readLine(line, `${hits.length}`, numberOf);
          if ('hit' in read) hits.push(read.hit);
          else {
            bad += 1;
            io.stderr.write(oneLine(`mailtrail judge: ${file}:${i + 1}: ${read.wrong}`) + '\n');
          }
        });
    }
    const lines = judgeAll(hits).map((judged, i) => (json ? asJson(judged) : asText(hits[i], judged)));
    for (let i = 0; i < lines.length; i += 1_000)
      io.stdout.write(`${lines.slice(i, i + 1_000).join('\n')}\n`);
    return bad === 0 ? 0 : 2;
  });
}

const Time = z.union([
  z.number().refine((ms) => Number.isFinite(ms) && Math.abs(ms) <= 8.64e15, 'milliseconds since 1970'),
  z
    .string()
    .refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), 'a time')
    .transform((text) => Date.parse(text)),
]);
const Line = z.object({
  at: Time,
  kind: z.enum(['open', 'click']),
  method: z.string(),
  userAgent: z.string().nullish(),
  ip: z.string().refine((ip) => addressPrefix(ip) !== null),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())]).nullish()).nullish(),
  link: z.union([z.number(), z.string()]).nullish(),
  message: z.union([z.string(), z.number()]).nullish(),
  recipient: z.union([z.string(), z.number()]).nullish(),
  sentAt: Time.nullish(),
});

/** What each field has to be, for whoever wrote the line. */
const WANTED: Readonly<Record<string, string>> = {
  at: 'a time: ISO 8601, or milliseconds since 1970',
  kind: '"open" or "click"',
  method: 'the method of the request, like "GET"',
  userAgent: 'a text',
  ip: 'an IPv4 or IPv6 address',
  headers: 'an object of header names and texts',
  link: 'a number or an address',
  message: 'a text or a number',
  recipient: 'a text or a number',
  sentAt: 'a time: ISO 8601, or milliseconds since 1970',
};

type NumberOf = (name: string | number) => number;

/** Links and recipients by name get numbers as they come; equal names have equal numbers. */
function numbering(): NumberOf {
  const numbers = new Map<string, number>();
  return (name) => {
    if (typeof name === 'number') return name;
    const number = numbers.get(name) ?? -1 - numbers.size;
    numbers.set(name, number);
    return number;
  };
}

function readLine(text: string, id: string, numberOf: NumberOf): { hit: Hit } | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'this is not JSON' };
  }
  const parsed = Line.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    if (field === undefined) return { wrong: 'this is not a JSON object' };
    const name = String(field);
    const given = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return { wrong: `'${name}' ${given ? 'has to be' : 'is missing:'} ${WANTED[name] ?? 'another value'}` };
  }
  const { at, kind, method, userAgent, ip, headers, link, message, recipient, sentAt } = parsed.data;
  return {
    hit: {
      id,
      kind,
      at,
      message: String(message ?? ''),
      // Mail to one person is the usual case, and 0 would mean several.
      recipient: recipient == null ? 1 : numberOf(recipient),
      features: hitFeatures({
        method,
        userAgent: userAgent ?? undefined,
        ip,
        ...(headers != null && { headers: lowered(headers) }),
      }),
      source: addressPrefix(ip) ?? ip,
      ...(link != null && { link: numberOf(link) }),
      ...(sentAt != null && { sentAt }),
    },
  };
}

function lowered(headers: Record<string, string | string[] | null | undefined>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value == null ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}

const asJson = ({ verdict, via, reasons }: Judgement): string =>
  JSON.stringify({ verdict, ...(via !== undefined && { via }), reasons });

function asText(hit: Hit | undefined, { verdict, via, reasons }: Judgement): string {
  const when = hit ? new Date(hit.at).toISOString() : '';
  return `${when} ${hit?.kind.padEnd(5) ?? ''} ${verdict.padEnd(7)} ${via === undefined ? '' : `${via}: `}${reasons.join('; ')}`;
}
