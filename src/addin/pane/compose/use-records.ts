import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { sameAddress } from '../../../core/policy';
import type { DraftRecords, RecordHolder } from '../../../core/api/records';
import type { ApiFailure } from '../api';
import { usePane } from '../context';

export interface Records {
  /** null: not known yet, or the mail is not prepared. */
  records: DraftRecords | null;
  failure: ApiFailure | null;
  /** The record of whoever has these addresses on or off. */
  set: (addresses: readonly string[], on: boolean) => void;
  add: (holder: RecordHolder) => void;
  drop: (id: string) => void;
}

/** Under whose records the mail will be filed, kept at the server as soon as it is chosen. */
export function useRecords(
  token: string | null,
  conversation: string | null,
  addresses: readonly string[],
): Records {
  const { api, reached } = usePane();
  const [records, setRecords] = useState<DraftRecords | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  /** Counts choices: an answer that a newer choice has overtaken is dropped. */
  const latest = useRef(0);
  const everybody = addresses.join('\n');
  const draft = useMemo(
    () =>
      token === null
        ? null
        : {
            token,
            ...(conversation !== null && { conversationId: conversation }),
            addresses: everybody === '' ? [] : everybody.split('\n'),
          },
    [token, conversation, everybody],
  );

  useEffect(() => {
    if (!draft) return undefined;
    const mine = ++latest.current;
    void api.lookAtRecords(draft).then((answer) => {
      if (latest.current !== mine) return;
      if (answer.ok) setRecords(answer.value);
      setFailure(answer.ok ? null : answer);
    });
    return () => {
      latest.current += 1;
    };
  }, [api, draft, reached]);

  const choose = useCallback(
    (next: Pick<DraftRecords, 'without' | 'added'>) => {
      if (!draft || !records) return;
      const before = records;
      const mine = ++latest.current;
      setRecords({ ...before, ...next, remembered: false });
      const choice = { without: next.without, added: next.added.map(({ id }) => id) };
      void api.chooseRecords({ ...draft, ...choice }).then((answer) => {
        if (latest.current !== mine) return;
        setRecords(answer.ok ? answer.value : before);
        setFailure(answer.ok ? null : answer);
      });
    },
    [api, draft, records],
  );
  const set = useCallback(
    (theirs: readonly string[], on: boolean) => {
      if (!records) return;
      const others = records.without.filter((one) => !theirs.some((address) => sameAddress(one, address)));
      choose({ added: records.added, without: on ? others : [...others, ...theirs] });
    },
    [choose, records],
  );
  const add = useCallback(
    (holder: RecordHolder) =>
      records && choose({ without: records.without, added: [...records.added, holder] }),
    [choose, records],
  );
  const drop = useCallback(
    (id: string) =>
      records &&
      choose({ without: records.without, added: records.added.filter((holder) => holder.id !== id) }),
    [choose, records],
  );
  return { records, failure, set, add, drop };
}
