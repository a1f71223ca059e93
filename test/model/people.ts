import { employeeCalled } from '../fixtures/sandbox';

/** Contacts from the beginning; the first has a second address. */
export const KNOWN = [
  { name: 'Kim Berg', addresses: ['kim@partner.example', 'kim.berg@home.example'] },
  { name: 'Lee Sato', addresses: ['lee@lumen.example'] },
  { name: 'Mia Novak', addresses: ['mia@quiet.example'] },
] as const;
/** Written to in tracked mail only, and contacts from then on. */
export const NEW = ['nina@fresh.example', 'omar@fresh.example', 'pia@north.example'] as const;
/** Never contacts: what they are written is not tracked. */
export const STRANGERS = ['rob@elsewhere.example', 'sue@elsewhere.example'] as const;

/** Of somebody who is a contact from the beginning. */
export const firstContact: string = KNOWN[0].addresses[0];

export const addressOf = (owner: 'alice' | 'dan'): string => employeeCalled(owner).address;
