import { Basis } from '../core/api/shared';
import { texts } from './texts';

/** A legal basis in words. */
export function basisText(basis: string): string {
  const known = Basis.safeParse(basis);
  return known.success ? texts.contact.bases[known.data] : basis;
}
