const BASES: Record<string, string> = {
  'legitimate-interest': 'Legitimate interest',
  'consent-given': 'Consent given',
  'consent-withdrawn': 'Consent withdrawn',
  contract: 'Contract',
  'not-applicable': 'Not applicable',
  none: 'None',
};

/** A legal basis in words. */
export const basisText = (basis: string): string => BASES[basis] ?? basis;
