import type { SendForecast } from '../../core/api/sending';
import { list } from '../format';
import { texts } from '../texts';

type Reason = SendForecast['reasons'][number];

/** Left alone for no other reason than that links are not tracked: the policy says why. */
const BY_POLICY = ['linksOff', 'freeSeat'];

/** What would happen on Send, in words; whom it is because of, by name (O15). */
export function outlookLines(seen: SendForecast): string[] {
  const words = texts.write;
  const names = new Map(seen.recipients.map(({ address, contact }) => [address, contact?.name ?? address]));
  const named = (addresses: readonly string[]): string =>
    list(addresses.map((address) => names.get(address) ?? address));

  /** The sentence, with the strongest reason before its full stop. */
  const because = (sentence: string, subject: Reason['subject']): string => {
    const all = seen.reasons.filter((one) => one.subject === subject);
    const code = all[0]?.code;
    const addresses = all.flatMap((one) =>
      one.code === code && one.address !== undefined ? [one.address] : [],
    );
    const reason = code === undefined ? undefined : reasonWords(code, named(addresses));
    return reason === undefined ? sentence : `${sentence.replace(/\.$/, '')} (${reason}).`;
  };

  const { tracked, total } = seen.links;
  const linksOf = words.linksOf(tracked, total);
  const offByPolicy = tracked === 0 && BY_POLICY.some((reason) => reason in seen.leftAlone);
  return [
    seen.image ? words.imageYes : because(words.imageNo, 'image'),
    total === 0 ? words.noLinks : offByPolicy ? because(linksOf, 'links') : linksOf,
    ...Object.entries(seen.leftAlone)
      .filter(([reason]) => !offByPolicy || !BY_POLICY.includes(reason))
      .map(([reason, n]) => words.leftAlone(n, linkReasonWords(reason))),
    seen.log ? words.logYes : because(words.logNo, 'log'),
    ...(seen.image || tracked > 0 ? namingLines(seen, named) : []),
  ];
}

/** Whether opens and clicks will have a name, and who prevents it. */
function namingLines(
  { nameless, recipients }: SendForecast,
  named: (addresses: readonly string[]) => string,
): string[] {
  const words = texts.write.nameless;
  const without = nameless.flatMap(({ addresses }) => addresses).length;
  const others =
    nameless.every(({ why }) => why !== 'shared' && why !== 'beside') && without < recipients.length;
  return [
    ...nameless.map(({ why, addresses }) => words[why](named(addresses))),
    ...(nameless.length === 0 ? [texts.write.named] : others ? [texts.write.namedOthers] : []),
  ];
}

function reasonWords(code: Reason['code'], who: string): string | undefined {
  const words: Readonly<Record<string, string | ((who: string) => string) | undefined>> = texts.write.reasons;
  const found = words[code];
  return typeof found === 'function' ? found(who) : found;
}

const linkReasonWords = (reason: string): string => {
  const words: Readonly<Record<string, string | undefined>> = texts.write.linkReasons;
  return words[reason] ?? reason;
};
