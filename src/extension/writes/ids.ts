/** The names that package.json and the code share; a unit test compares both. */

/** Commands that change objects, all on nodes of the Archives tree. */
export const WRITE_COMMANDS = [
  'skybucket.newFolder',
  'skybucket.uploadFiles',
  'skybucket.uploadFolder',
  'skybucket.cutObjects',
  'skybucket.copyObjects',
  'skybucket.pasteObjects',
  'skybucket.renameObject',
  'skybucket.deleteObjects',
] as const;

export type WriteCommand = (typeof WRITE_COMMANDS)[number];

/** Set while something was cut or copied. */
export const PASTE_CONTEXT = 'skybucket.canPaste';
/** Set where a connection can be written by. */
export const WRITE_CONTEXT = 'skybucket.canWrite';
