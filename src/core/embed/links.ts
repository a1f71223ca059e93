import { lower, part } from '../part';
import { checkTarget, type TargetProblem } from '../token';
import {
  isExcluded,
  LEFT_ALONE_SCHEMES,
  leftAloneReason,
  type LeftAlone,
  type LinkScheme,
} from './left-alone';
import { judgeVisible } from './visible-url';

/** Why a link is tracked: it shows words, or nothing to read (a picture, an icon, an area of a map). */
export type TrackedReason = 'words' | 'picture';
/** Why a link is left alone. */
export type LeftReason =
  | LeftAlone
  | LinkScheme
  | TargetProblem
  | 'quoted'
  | 'empty'
  | 'anchor'
  | 'relative'
  | 'otherScheme'
  | 'unreadable'
  | 'alreadyTracked'
  | 'excluded'
  | 'textIsUrl'
  | 'textNamesOtherHost'
  | 'linksOff'
  | 'freeSeat';

/** Whether a link of the sender's own part may be tracked (C2, C3). `target` has our marks and Safe Links taken off. */
export function judgeLink(
  target: string,
  text: string,
  certain: boolean,
  excludedDomains: readonly string[],
): { tracked: true; reason: TrackedReason } | { tracked: false; reason: LeftReason } {
  const left = (reason: LeftReason): { tracked: false; reason: LeftReason } => ({ tracked: false, reason });
  if (target === '') return left('empty');
  if (target.startsWith('#')) return left('anchor');
  const scheme = lower(part(/^([a-z][a-z0-9+.-]*):/i, target));
  if (scheme === '') return left('relative');
  if (scheme !== 'http' && scheme !== 'https') return left(LEFT_ALONE_SCHEMES[scheme] || 'otherScheme');
  if (!certain) return left('unreadable');
  const url = checkTarget(target);
  if (!url.ok) return left(url.reason);
  const rule = leftAloneReason(url.host, lower(url.path + part(/(#.*)/, target)), text);
  if (rule) return left(rule);
  if (isExcluded(url.host, excludedDomains)) return left('excluded');
  switch (judgeVisible(text, url.host)) {
    case 'url':
      return left('textIsUrl');
    case 'otherHost':
      return left('textNamesOtherHost');
    case 'words':
      return { tracked: true, reason: 'words' };
    case 'none':
      return { tracked: true, reason: 'picture' };
  }
}
