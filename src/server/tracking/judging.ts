import { judgeAsPerson, judgeHit, proxiedConversation, type Hit, type Judgement } from '../../core/hits';
import type { Verdict } from '../store/schema';
import { judgedHit, type HitRow } from './hit-rows';
import { copyOf, messageOf, standingEvents, type Round } from './round';
import { sentBefore } from './people-of';
import { frozenPolicy } from './whose';

/** What a hit is among its neighbours: by the rules, or by a user's own word where one was given (V3). */
export function judgeRow(round: Round, row: HitRow): Judgement {
  const message = messageOf(round, row);
  const standing = standingEvents(round, message, row.recipient_idx);
  const hit = judgedHit(row, {
    at: sentBefore(row.at, message, copyOf(round, message, row.recipient_idx)),
    conversation: message.conversation_id,
    sender: frozenPolicy(message).device,
    superseded: round.superseded.has(message.id),
  });
  const neighbours = round.surroundings
    .around(row, proxiedConversation(hit))
    .map(({ row: other, hit: one }) =>
      other.kind === 'open' && isOfCopy(other, row)
        ? { ...one, counted: other.verdict === 'person' && standing.of(other) !== undefined }
        : one,
    );
  const judged = judgeHit(hit, neighbours);
  return row.overruled_by === null || row.verdict === null
    ? judged
    : overruled(row.verdict, judged, hit, neighbours);
}

/** Whether they are hits of one image: another's opens say nothing of whether this is one (O3). */
const isOfCopy = (one: HitRow, other: HitRow): boolean =>
  one.token_key === other.token_key && one.recipient_idx === other.recipient_idx;

const WORDS: Record<Verdict, string> = {
  person: 'overruled by hand: this was a person',
  machine: 'overruled by hand: not a person',
  self: 'overruled by hand: the sender’s own',
  unsure: 'overruled by hand',
};

/** The user's verdict before what the rules say; a person's loads within a minute stay one open (O3). */
function overruled(verdict: Verdict, judged: Judgement, hit: Hit, neighbours: readonly Hit[]): Judgement {
  const { sameAs: _rules, ...rest } = judged;
  const sameAs = verdict === 'person' ? judgeAsPerson(hit, neighbours).sameAs : undefined;
  return {
    ...rest,
    verdict,
    reasons: [WORDS[verdict], ...judged.reasons],
    settle: 'now',
    ...(sameAs && { sameAs }),
  };
}
