import { copyObjects, cutObjects, pasteObjects } from '../commands/copy-move';
import { deleteObjects } from '../commands/delete';
import { newFolder } from '../commands/new-folder';
import { renameObject } from '../commands/rename';
import { uploadFiles, uploadFolder } from '../commands/upload';
import type { CommandNodes, WriteContext } from './context';
import type { WriteCommand } from './ids';

type Handler = (context: WriteContext, nodes: CommandNodes) => void | Promise<void>;

/** What each command does. */
const HANDLERS: Readonly<Record<WriteCommand, Handler>> = {
  'skybucket.newFolder': newFolder,
  'skybucket.uploadFiles': uploadFiles,
  'skybucket.uploadFolder': uploadFolder,
  'skybucket.cutObjects': cutObjects,
  'skybucket.copyObjects': copyObjects,
  'skybucket.pasteObjects': pasteObjects,
  'skybucket.renameObject': renameObject,
  'skybucket.deleteObjects': deleteObjects,
};

export async function handleWriteCommand(
  context: WriteContext,
  command: WriteCommand,
  nodes: CommandNodes,
): Promise<void> {
  await HANDLERS[command](context, nodes);
}
