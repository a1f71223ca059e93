import {
  Card,
  Subtitle1,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { LeftOutReason } from '../../../core/api/marketing';
import type { SendingProgress } from '../../../core/api/marketing-sending';
import { number } from '../../format';
import { usePageStyles } from '../../parts/page-styles';
import { texts } from '../../texts';

/** Why copies did not leave, or have not yet: in our words, or in the relay's. */
export function OutcomeCard({ progress }: { progress: SendingProgress }) {
  const page = usePageStyles();
  const words = texts.marketingSend;
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.outcome}</Subtitle1>
      <Table size="small" aria-label={words.outcome}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.became}</TableHeaderCell>
            <TableHeaderCell>{words.why}</TableHeaderCell>
            <TableHeaderCell>{words.copies}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {progress.reasons.map(({ state, reason, count }) => (
            <TableRow key={`${state} ${reason}`}>
              <TableCell>{words.outcomes[state]}</TableCell>
              <TableCell>{reasonWords(reason)}</TableCell>
              <TableCell>{number(count)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function reasonWords(reason: string): string {
  const words = texts.marketingSend;
  const left = LeftOutReason.safeParse(reason);
  if (left.success) return texts.marketingSettings.reasons[left.data];
  if (reason === 'process-ended' || reason === 'line-lost' || reason === 'not-rendered')
    return words.reasons[reason];
  return words.relaySaid(reason);
}
