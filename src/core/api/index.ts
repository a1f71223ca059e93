export * from './shared';
export * from './app';
export * from './hits';
export * from './legal-bases';
export * from './launch';
export * from './push';
