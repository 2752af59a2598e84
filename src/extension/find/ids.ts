/** The names of finding and measuring that package.json and the code share. */

export const FOUND_VIEW = 'skybucket.found';
/** True while the view has something to show. */
export const FOUND_CONTEXT = 'skybucket.found';
/** True while what was found is shown as a tree, not as a list. */
export const FOUND_TREE_CONTEXT = 'skybucket.foundTree';

/** Every command; package.json describes each of them, `commands.ts` does them. */
export const FIND_COMMANDS = [
  'skybucket.findFiles',
  'skybucket.diskUsage',
  'skybucket.found.stop',
  'skybucket.found.goOn',
  'skybucket.found.again',
  'skybucket.found.edit',
  'skybucket.found.remove',
  'skybucket.found.clear',
  'skybucket.found.asTree',
  'skybucket.found.asList',
  'skybucket.found.open',
  'skybucket.found.download',
  'skybucket.found.reveal',
  'skybucket.found.copyUris',
  'skybucket.found.copyCsv',
] as const;

export type FindCommand = (typeof FIND_COMMANDS)[number];
