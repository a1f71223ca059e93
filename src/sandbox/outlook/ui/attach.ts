import type { DraftAttachment } from '../host/draft';
import { newId } from '../host/surface';
import { contentTypeOf } from '../methods';
import { toBase64 } from './api';

/** A file of the person's computer as an attachment; a picture for the text gets a content id. */
export async function attachmentOf(file: File, inline: boolean): Promise<DraftAttachment> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contentType = file.type === '' ? contentTypeOf(file.name) : file.type;
  return {
    id: newId('att'),
    name: file.name,
    contentType,
    size: bytes.byteLength,
    isInline: inline,
    attachmentType: 0,
    url: null,
    content: toBase64(bytes),
    ...(inline ? { contentId: crypto.randomUUID() } : {}),
  };
}

/** Size as people read it. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
