/** Named in every report: the server knows old launch files by it. Raised with each change of what the file does. */
export const BUNDLE = 'launch/1.1.0';
