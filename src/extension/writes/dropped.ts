import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { safeFileName } from '../../core/transfer/safe-name';
import { formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import type { DroppedFile } from '../views/drop-controller';
import { carryOut } from './carry-out';
import type { WriteContext } from './context';
import { FileVersions } from './file-versions';
import { FileWriter } from './file-writer';
import { type Chosen, childOf, parentOf, type Place, samePlace, shown } from './place';
import { stepsInto } from './plan';
import { checkWritable } from './tools';
import { withWork } from './work';

/** What was dropped onto a folder of the tree. */

/** Objects and folders of the tree itself: copied or moved, as the user then says. */
export async function transferDropped(
  context: WriteContext,
  chosen: readonly Chosen[],
  folder: Place,
  movable: boolean,
): Promise<void> {
  // Dropped where it lies already, mostly by a hand that slipped.
  const away = chosen.filter(({ place }) => !samePlace(parentOf(place), folder));
  const { tools } = context;
  const writable = away.every(({ place }) => !tools.connection(place.connection).readOnly);
  const how = movable && writable ? 'choose' : 'only-copy';
  await carryOut(context, stepsInto(away, folder), folder, how);
}

/** Files of which a browser gives the bytes and not the place: one after the other, never over another one. */
export async function uploadContents(
  { host, tools }: WriteContext,
  files: readonly DroppedFile[],
  folder: Place,
): Promise<void> {
  checkWritable(tools, folder);
  const writer = new FileWriter(tools, new FileVersions(), host.changes);
  const title = vscode.l10n.t('Uploading to {0}', visibleName(shown(folder)));
  await withWork(title, async (signal, report) => {
    for (const [index, file] of files.entries()) {
      report(`${formatCount(index + 1)}/${formatCount(files.length)} ${visibleName(file.name)}`);
      const place = childOf(folder, safeFileName(file.name), 'object');
      const options = { create: true, overwrite: false, checked: false, signal };
      try {
        await writer.write(place, await file.data(), options);
      } catch (error) {
        throw index === 0 || isCancelled(error) ? error : incomplete(error, index, files.length);
      }
    }
  });
}

/** What came before the failure is there. */
function incomplete(error: unknown, done: number, of: number): SkybucketError {
  return new SkybucketError(
    'server',
    vscode.l10n.t(
      '{0} Of {1} files, {2} had been uploaded.',
      ...[sentence(error), formatCount(of), formatCount(done)],
    ),
  );
}
