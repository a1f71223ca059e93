import { BURST_WINDOW_MS } from '../../src/core/hits';
import type { Outcome } from './flow';
import { KINDS } from './world';

/** Hits of one sort, and how many of them were judged wrongly. */
export interface Share {
  of: number;
  wrong: number;
}

export interface Figures {
  /** Machine hits not judged a person's: all, and those that anybody could tell. */
  machines: Share;
  tellableMachines: Share;
  /** Opens and clicks of people that were not judged theirs. */
  humanOpens: Share;
  humanClicks: Share;
  own: Share;
  /** Machine hits that were told of, and taken back when more was known. */
  takenBack: number;
  /** Milliseconds from a person's first open to its being told: nothing else near, and beside a machine's hit. */
  firstOpenAlone: number[];
  firstOpenBesideMachine: number[];
  kinds: { name: string; truth: string; untold: boolean; opens: Share; clicks: Share }[];
}

const share = (outcomes: readonly Outcome[], isWrong: (outcome: Outcome) => boolean): Share => ({
  of: outcomes.length,
  wrong: outcomes.filter(isWrong).length,
});

export function figures(outcomes: readonly Outcome[]): Figures {
  const isPerson = ({ judged }: Outcome): boolean => judged.verdict === 'person';
  const isLost = (outcome: Outcome): boolean => !isPerson(outcome);
  const of = (truth: Outcome['truth']): Outcome[] => outcomes.filter((outcome) => outcome.truth === truth);
  const machines = of('machine');
  const people = of('human');
  const wrongOf = (truth: string): ((outcome: Outcome) => boolean) =>
    truth === 'human' ? isLost : truth === 'own' ? ({ judged }) => judged.verdict !== 'self' : isPerson;
  return {
    machines: share(machines, isPerson),
    tellableMachines: share(
      machines.filter(({ kind }) => !kind.untold),
      isPerson,
    ),
    humanOpens: share(
      people.filter(({ hit }) => hit.kind === 'open'),
      isLost,
    ),
    humanClicks: share(
      people.filter(({ hit }) => hit.kind === 'click'),
      isLost,
    ),
    own: share(of('own'), ({ judged }) => judged.verdict !== 'self'),
    takenBack: machines.filter(({ takenBack }) => takenBack).length,
    ...firstOpens(outcomes),
    kinds: KINDS.map(({ name, truth, untold }) => {
      const mine = outcomes.filter(
        (outcome) => outcome.kind.name === name && outcome.truth !== 'human behind Apple’s proxy',
      );
      const count = (kind: 'open' | 'click'): Share =>
        share(
          mine.filter(({ hit }) => hit.kind === kind),
          wrongOf(truth),
        );
      return { name, truth, untold: untold ?? false, opens: count('open'), clicks: count('click') };
    }),
  };
}

function firstOpens(
  outcomes: readonly Outcome[],
): Pick<Figures, 'firstOpenAlone' | 'firstOpenBesideMachine'> {
  const byCopy = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.hit.message}/${outcome.hit.recipient}`;
    byCopy.set(key, [...(byCopy.get(key) ?? []), outcome]);
  }
  const firstOpenAlone: number[] = [];
  const firstOpenBesideMachine: number[] = [];
  for (const copy of byCopy.values()) {
    const first = copy.find(({ truth, hit }) => truth === 'human' && hit.kind === 'open');
    if (first?.announcedAt === undefined) continue;
    const beside = copy.some(
      ({ truth, hit }) => truth === 'machine' && Math.abs(hit.at - first.hit.at) <= BURST_WINDOW_MS,
    );
    (beside ? firstOpenBesideMachine : firstOpenAlone).push(first.announcedAt - first.hit.at);
  }
  return { firstOpenAlone, firstOpenBesideMachine };
}
