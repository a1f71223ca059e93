/** What the command line needs of erasing; a face of its own, since it loads no web server. */
export { erasureListFile, readErasureList, standingErased } from './erase/erasure-list';
export { foundAgain, replayErasures } from './erase/replay';
