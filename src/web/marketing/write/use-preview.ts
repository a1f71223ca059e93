import { useEffect, useRef, useState } from 'react';
import type { MarketingPreview } from '../../../core/api/marketing-messages';
import type { Content } from '../../../core/marketing/content';
import { asApiError, type ApiError } from '../../api';
import { marketingApi } from '../../marketing-api';

const PAUSE_MS = 500;

/** What a content looks like to one contact (or to nobody in particular), a moment after it was changed. */
export function usePreview(
  content: Content,
  contactId: string | undefined,
): { preview: MarketingPreview | undefined; error: ApiError | undefined; again: () => void } {
  const [preview, setPreview] = useState<MarketingPreview>();
  const [error, setError] = useState<ApiError>();
  const [round, setRound] = useState(0);
  const first = useRef(true);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () => {
        first.current = false;
        marketingApi.preview(content, contactId).then(
          (answer) => {
            if (!current) return;
            setError(undefined);
            setPreview(answer);
          },
          (problem: unknown) => current && setError(asApiError(problem)),
        );
      },
      first.current ? 0 : PAUSE_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [content, contactId, round]);
  return { preview, error, again: () => setRound((n) => n + 1) };
}
