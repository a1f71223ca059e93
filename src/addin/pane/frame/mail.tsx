import { useMemo } from 'react';
import type { Surroundings } from '../../launch/surroundings';
import { composeItem, isRecord, mailboxUser, makeGate, readItem } from '../../office';
import { usePane } from '../context';
import { Empty } from '../parts';
import { useItem } from '../use-item';
import { Piece, viewOf } from './piece';

const ComposeView = viewOf(() => import('../compose-view').then((m) => m.ComposeView));
const ReadView = viewOf(() => import('../read-view').then((m) => m.ReadView));

/** Whatever is selected in Outlook. */
export function Mail({ around, booked }: { around: Surroundings; booked: number }) {
  const { item, round } = useItem();
  const { texts } = usePane();
  const mail = useMemo(() => readItem(item), [item]);
  const composing = useMemo(() => {
    const gate = makeGate();
    const found = composeItem(item, gate) !== null;
    gate.close();
    return found;
  }, [item]);
  if (composing) {
    return (
      <Piece>
        <ComposeView key={round} item={item} around={around} ready={booked} />
      </Piece>
    );
  }
  if (mail) {
    return (
      <Piece>
        <ReadView key={round} mail={mail} item={item} own={mailboxUser(Office).address} />
      </Piece>
    );
  }
  return <Empty>{isRecord(item) ? texts.notMail : texts.noMail}</Empty>;
}
