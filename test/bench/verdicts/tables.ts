import type { Figures, Share } from '../../simulator';
import { quantile, table } from '../measure';

const percent = ({ of, wrong }: Share): string => (of === 0 ? '–' : `${((100 * wrong) / of).toFixed(2)} %`);
const held = ({ of, wrong }: Share): string =>
  of === 0 ? '–' : `${((100 * (of - wrong)) / of).toFixed(2)} %`;
const within = (values: readonly number[], ms: number): string =>
  held({ of: values.length, wrong: values.filter((value) => value > ms).length });
const count = ({ of, wrong }: Share): string => (of === 0 ? '–' : `${wrong} of ${of}`);

/** What was judged wrongly, in all and kind by kind. */
export function verdictTables(found: Figures): string {
  const totals = [
    ['', 'wanted', 'found', 'hits'],
    ['machine hits held back', '≥ 99 %', held(found.machines), String(found.machines.of)],
    ['… of kinds that can be told', '', held(found.tellableMachines), String(found.tellableMachines.of)],
    ['human opens lost', '≤ 0.5 %', percent(found.humanOpens), String(found.humanOpens.of)],
    ['human clicks lost', '≤ 0.1 %', percent(found.humanClicks), String(found.humanClicks.of)],
    ['the sender’s own, told as such', '', held(found.own), String(found.own.of)],
    [
      'machine hits told of and taken back',
      '',
      percent({ of: found.machines.of, wrong: found.takenBack }),
      String(found.takenBack),
    ],
    [
      'first human open told within 1 s, no machine near',
      '',
      within(found.firstOpenAlone, 1_000),
      String(found.firstOpenAlone.length),
    ],
    [
      'first human open told within 10 s, beside a machine',
      'all',
      within(found.firstOpenBesideMachine, 10_000),
      String(found.firstOpenBesideMachine.length),
    ],
    [
      '… the longest, in seconds',
      '≤ 10',
      (quantile([0, ...found.firstOpenBesideMachine], 1) / 1_000).toFixed(1),
      '',
    ],
  ];
  const kinds = found.kinds
    .filter(({ opens, clicks }) => opens.of + clicks.of > 0)
    .map(({ name, truth, untold, opens, clicks }) => [
      `${name}${untold ? ' †' : ''}`,
      truth,
      count(opens),
      count(clicks),
    ]);
  return [
    table(totals),
    '',
    'Judged wrongly, of all: opens and clicks of people not taken for theirs, of machines taken for a person’s, of the sender not taken for their own.',
    '',
    table([['kind', 'truth', 'opens', 'clicks'], ...kinds]),
    '',
    '† nobody who sees only the requests can tell it.',
  ].join('\n');
}
