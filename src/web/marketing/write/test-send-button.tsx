import { Button, Caption1 } from '@fluentui/react-components';
import { useState } from 'react';
import { TestSent } from '../../../core/api/marketing-sending';
import { ApiError, request } from '../../api';
import { useMe } from '../../parts/me';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';

/** M11: sends the message as it stands to who presses it, with the fields of the contact that is shown. */
export function TestSendButton({
  id,
  contactId,
  flush,
}: {
  id: string;
  contactId: string | undefined;
  flush: () => Promise<void>;
}) {
  const me = useMe();
  const words = texts.marketingWrite;
  const [sent, setSent] = useState<string>();
  const { busy, error, does } = useDoing();
  const send = (): void =>
    void does(async () => {
      setSent(undefined);
      await flush();
      const body = JSON.stringify({ to: [me.user.email], ...(contactId !== undefined && { contactId }) });
      const { copies } = await request(`/api/v1/marketing/${id}/test`, TestSent, { method: 'POST', body });
      const failed = copies.find(({ outcome }) => outcome !== 'accepted' && outcome !== 'unclear');
      if (failed) throw new ApiError(502, 'not-sent', words.testNotSent(failed.detail ?? ''));
      setSent(me.user.email);
    });
  return (
    <>
      <Button size="small" disabledFocusable={busy} onClick={send}>
        {words.test}
      </Button>
      <Caption1 role="status">{sent === undefined ? '' : words.testSent(sent)}</Caption1>
      {error && <Failure error={error} />}
    </>
  );
}
