/** The names that package.json and the code share; a unit test compares both. */

export const VIEW_CONTAINER = 'skybucket';
export const ARCHIVES_VIEW = 'skybucket.archives';
export const SEARCHES_VIEW = 'skybucket.searches';

/** Editor of FITS files. */
export const IMAGE_EDITOR = 'skybucket.image';
/** The same editor for any other file, through “Open with…”. Register one provider for both. */
export const IMAGE_EDITOR_OPTION = 'skybucket.imageOption';

/** The panel of a search. */
export const SEARCH_PANEL = 'skybucket.search';

/** Every command; package.json describes each of them, `commands/register.ts` does them. */
export const COMMANDS = [
  'skybucket.openUri',
  'skybucket.addBucket',
  'skybucket.removeBucket',
  'skybucket.addConnection',
  'skybucket.editConnection',
  'skybucket.removeConnection',
  'skybucket.testConnection',
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
  'skybucket.searchMast',
  'skybucket.searchMastByName',
  'skybucket.searchIrsa',
  'skybucket.searchIrsaByName',
  'skybucket.searchImages',
  'skybucket.searchImagesByName',
  'skybucket.setMastToken',
  'skybucket.removeMastToken',
  'skybucket.refreshSearches',
  'skybucket.runSearch',
  'skybucket.cancelSearch',
  'skybucket.retrySearch',
  'skybucket.editSearch',
  'skybucket.openSearchRows',
  'skybucket.showSearch',
  'skybucket.duplicateSearch',
  'skybucket.renameSearch',
  'skybucket.deleteSearch',
  'skybucket.copySearchPython',
  'skybucket.loadMoreRows',
  'skybucket.openProduct',
  'skybucket.downloadProduct',
  'skybucket.downloadProducts',
  'skybucket.downloadProductsMast',
  'skybucket.filterProducts',
  'skybucket.clearProductFilter',
  'skybucket.copyProductS3Uri',
  'skybucket.copyProductUrl',
  'skybucket.copyProductDataUri',
  'skybucket.copyProductPython',
] as const;

export type Command = (typeof COMMANDS)[number];
