import type { Attachment } from '../../../graph';

/** What Graph's list says an attachment is. */
export type ListedKind = 'file' | 'item' | 'link' | 'scanning' | 'signature';

/**
 * While Microsoft Defender scans (dynamic delivery), the list shows a stand-in under one of these names, and the MIME
 * has files of the right names with a few hundred bytes in them (seen in the field).
 */
const SCANNING = /^(?:atp|safe attachments)\s+scan\s+in\s+progress\b/i;
/** Of a clear-signed mail, Exchange lists the signed mail as one file; its parts are in the MIME. */
const SIGNED = /^smime\.p7[ms]$/i;

export function listedKind(attachment: Attachment): ListedKind {
  const type = attachment['@odata.type']?.toLowerCase() ?? '';
  const name = (attachment.name ?? '').trim();
  if (SCANNING.test(name)) return 'scanning';
  if (type === '#microsoft.graph.referenceattachment') return 'link';
  if (type === '#microsoft.graph.itemattachment') return 'item';
  if (SIGNED.test(name) && /^multipart\/signed/i.test(attachment.contentType ?? '')) return 'signature';
  return 'file';
}

/** A file as the MIME has it, as far as finding its place in Graph's list goes. */
export interface Part {
  name: string;
  contentType: string;
  /** Of its content; absent where that was left out. */
  key?: string;
}

export interface Listed {
  name: string;
  kind: ListedKind;
  /** Of its content, once it is copied. */
  key?: string;
}

const folded = (name: string): string => name.normalize('NFC').trim().toLowerCase();
const ITEM = /^(?:message\/rfc822|text\/(?:calendar|x-vcard|vcard))$/;

/**
 * Which part of the MIME is which attachment of the list: the same bytes, else the same name, else, for attached mails
 * and for what was left out of the MIME, the same order. Each part is given once. Index of the part by index in `listed`.
 */
export function partsOfListed(listed: readonly Listed[], parts: readonly Part[]): Map<number, number> {
  const found = new Map<number, number>();
  const free = new Set(parts.keys());
  const pass = (same: (attachment: Listed, part: Part) => boolean): void => {
    for (const [i, attachment] of listed.entries()) {
      if (found.has(i) || attachment.kind === 'link' || attachment.kind === 'scanning') continue;
      for (const j of free) {
        const part = parts[j];
        if (!part || !same(attachment, part)) continue;
        found.set(i, j);
        free.delete(j);
        break;
      }
    }
  };
  pass((a, p) => a.key !== undefined && a.key === p.key && folded(a.name) === folded(p.name));
  pass((a, p) => a.key !== undefined && a.key === p.key);
  pass((a, p) => folded(a.name) === folded(p.name) && (a.key === undefined || p.key === undefined));
  pass((a, p) => folded(a.name) === folded(p.name));
  pass((a, p) => a.kind === 'item' && ITEM.test(p.contentType));
  pass((a, p) => a.kind === 'file' && p.key === undefined);
  return found;
}

/** The name and type of an attached item, told by its first bytes: Graph says neither. */
export function itemFile(name: string, beginning: string): { name: string; contentType: string } {
  const text = beginning.replace(/^\ufeff/, '').trimStart();
  const [ending, contentType] = /^BEGIN:VCALENDAR/i.test(text)
    ? ['.ics', 'text/calendar']
    : /^BEGIN:VCARD/i.test(text)
      ? ['.vcf', 'text/vcard']
      : ['.eml', 'message/rfc822'];
  const plain = name.trim() === '' ? (ending === '.ics' ? 'invite' : 'message') : name.trim();
  return {
    name: plain.toLowerCase().endsWith(ending) ? plain : `${plain}${ending}`,
    contentType,
  };
}
