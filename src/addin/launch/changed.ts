/** A copy with other values in some places. (`{...one}` is younger than ES2016.) */
export const changed = <T, C>(one: T, changes: C): T & C => Object.assign({}, one, changes);
