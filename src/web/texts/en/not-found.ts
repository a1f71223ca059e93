export const notFound = {
  title: 'Not found',
  noSuchPage: 'There is no such page',
  toFeed: 'Go to the feed',
  why: 'The address may be mistyped, or what was here is gone.',
};
