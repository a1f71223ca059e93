import {
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
} from '@fluentui/react-components';
import type { ErasureView } from '../../core/api/privacy';
import { api } from '../api';
import { count, fullTime, shortTime } from '../format';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';

const STATES: Record<ErasureView['state'], string> = {
  scheduled: 'Waits',
  running: 'Under way',
  done: 'Done',
  undone: 'Undone',
};

/** "3 mails emptied, 2 cleaned, 4 files" */
export function erasedWords({ state, counts, progress }: ErasureView): string {
  if (state === 'running') return `${Math.floor(progress * 100)} % looked through`;
  if (state !== 'done') return '';
  const { messages = 0, scrubbed = 0, files = 0 } = counts;
  return `${count(messages, 'mail', 'mails')} emptied, ${count(scrubbed, 'mail', 'mails')} cleaned, ${count(files, 'file', 'files')} removed`;
}

/** P5: who was erased when, without saying who it was. */
export function ErasureList() {
  const [list, reload] = useResource('erasures', api.erasures);
  return (
    <LoadedSection title="Erasures" resource={list} reload={reload}>
      {({ erasures }) =>
        erasures.length === 0 ? (
          <Text>Nobody was erased. You erase a contact on their record.</Text>
        ) : (
          <Table aria-label="Erasures" size="small">
            <TableHeader>
              <TableRow>
                <TableHeaderCell>Asked for</TableHeaderCell>
                <TableHeaderCell>By</TableHeaderCell>
                <TableHeaderCell>State</TableHeaderCell>
                <TableHeaderCell>What went</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {erasures.map((erasure) => (
                <TableRow key={erasure.id}>
                  <TableCell title={fullTime(erasure.askedAt)}>{shortTime(erasure.askedAt)}</TableCell>
                  <TableCell>{erasure.askedBy ?? 'A restored list'}</TableCell>
                  <TableCell>{STATES[erasure.state]}</TableCell>
                  <TableCell>{erasedWords(erasure)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )
      }
    </LoadedSection>
  );
}
