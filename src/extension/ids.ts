/** The names that package.json and the code share; a unit test compares both. */

export const VIEW_CONTAINER = 'skybucket';
export const ARCHIVES_VIEW = 'skybucket.archives';

/** Editor of FITS files. */
export const IMAGE_EDITOR = 'skybucket.image';
/** The same editor for any other file, through “Open with…”. Register one provider for both. */
export const IMAGE_EDITOR_OPTION = 'skybucket.imageOption';

/** Every command; package.json describes each of them, `commands/register.ts` does them. */
export const COMMANDS = [
  'skybucket.openUri',
  'skybucket.addBucket',
  'skybucket.removeBucket',
  'skybucket.refresh',
  'skybucket.loadMore',
  'skybucket.goToPrefix',
  'skybucket.closeJump',
  'skybucket.filter',
  'skybucket.clearFilter',
  'skybucket.open',
  'skybucket.openImage',
  'skybucket.download',
  'skybucket.cutout',
  'skybucket.exportPng',
  'skybucket.changeDownloadFolder',
  'skybucket.copyS3Uri',
  'skybucket.copyHttpsUrl',
  'skybucket.copyConnectionInfo',
  'skybucket.showLog',
  'skybucket.clearCache',
] as const;

export type Command = (typeof COMMANDS)[number];
