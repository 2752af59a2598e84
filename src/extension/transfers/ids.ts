/** The names that package.json and the code share; a unit test compares both. */

export const TRANSFERS_VIEW = 'skybucket.transfers';
/** Set while there is something to show: the view is there as long. */
export const TRANSFERS_CONTEXT = 'skybucket.transfers';
/** Set while something is under way or waits, while something is paused, and while something is over. */
export const TRANSFERS_CONTEXTS = {
  running: 'skybucket.transfersRunning',
  paused: 'skybucket.transfersPaused',
  over: 'skybucket.transfersOver',
} as const;

/** Commands of the view, and those that fill it. */
export const TRANSFER_COMMANDS = [
  'skybucket.downloadFolder',
  'skybucket.downloadSelected',
  'skybucket.transfers.pause',
  'skybucket.transfers.resume',
  'skybucket.transfers.retry',
  'skybucket.transfers.cancel',
  'skybucket.transfers.clear',
  'skybucket.transfers.moveUp',
  'skybucket.transfers.moveDown',
  'skybucket.transfers.open',
  'skybucket.transfers.reveal',
  'skybucket.transfers.copyProblem',
  'skybucket.transfers.pauseAll',
  'skybucket.transfers.resumeAll',
  'skybucket.transfers.clearEnded',
] as const;

export type TransferCommand = (typeof TRANSFER_COMMANDS)[number];
