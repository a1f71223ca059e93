/** A sentence of the server's: in English as it is. */
export const said = (sentence: string): string => sentence;
