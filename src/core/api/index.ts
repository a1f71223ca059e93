export * from './shared';
export * from './app';
export * from './launch';
