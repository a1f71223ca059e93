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
import { fullTime, percent, shortTime } from '../format';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';

/** "3 mails emptied, 2 cleaned, 4 files" */
export function erasedWords({ state, counts, progress }: ErasureView): string {
  if (state === 'running') return texts.privacy.lookedThrough(percent(Math.floor(progress * 100) / 100));
  if (state !== 'done') return '';
  const { messages = 0, scrubbed = 0, files = 0 } = counts;
  return texts.privacy.erased(messages, scrubbed, files);
}

/** P5: who was erased when, without saying who it was. */
export function ErasureList() {
  const [list, reload] = useResource('erasures', api.erasures);
  return (
    <LoadedSection title={texts.privacy.erasures} resource={list} reload={reload}>
      {({ erasures }) =>
        erasures.length === 0 ? (
          <Text>{texts.privacy.nobodyErased}</Text>
        ) : (
          <Table aria-label={texts.privacy.erasures} size="small">
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{texts.privacy.askedFor}</TableHeaderCell>
                <TableHeaderCell>{texts.privacy.by}</TableHeaderCell>
                <TableHeaderCell>{texts.privacy.state}</TableHeaderCell>
                <TableHeaderCell>{texts.privacy.whatWent}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {erasures.map((erasure) => (
                <TableRow key={erasure.id}>
                  <TableCell title={fullTime(erasure.askedAt)}>{shortTime(erasure.askedAt)}</TableCell>
                  <TableCell>{erasure.askedBy ?? texts.privacy.restoredList}</TableCell>
                  <TableCell>{texts.privacy.erasureStates[erasure.state]}</TableCell>
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
