import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { safeFileName } from '../../core/transfer/safe-name';
import { countOf, formatCount } from '../../protocol/figures';
import { visibleName } from '../views/display';
import type { DroppedFile } from '../views/drop-controller';
import { ask } from './ask';
import { askWithoutTags } from './ask-without-tags';
import { isThere } from './below';
import type { WriteContext } from './context';
import { FileVersions } from './file-versions';
import { contentOf } from './dropped-content';
import { FileWriter } from './file-writer';
import { KeptTags } from './kept-tags';
import { childOf, type Place, shown } from './place';
import { checkWritable } from './tools';
import { withWork } from './work';

const { l10n } = vscode;

/** A file and the place it is to have. */
interface Drop {
  readonly file: DroppedFile;
  readonly place: Place;
  readonly isThere: boolean;
}

/**
 * Files that a browser dropped, which gives their bytes and not their place: one after the other. What is there
 * already is asked about once.
 */
export async function uploadContents(
  context: WriteContext,
  files: readonly DroppedFile[],
  folder: Place,
): Promise<void> {
  checkWritable(context.tools, folder);
  const title = l10n.t('Uploading to {0}', visibleName(shown(folder)));
  const drops = await withWork(title, (signal) => lookAround(context, files, folder, signal));
  const wanted = await askAboutTaken(drops, folder);
  if (wanted.length > 0) {
    const count = await withWork(title, (signal, report) =>
      upload(context, wanted, signal, (index, { name }) =>
        report(`${formatCount(index + 1)}/${formatCount(wanted.length)} ${visibleName(name)}`),
      ),
    );
    vscode.window.setStatusBarMessage(l10n.t('Uploaded {0}.', countOf(count, 'file')), 5000);
  }
}

async function lookAround(
  { tools }: WriteContext,
  files: readonly DroppedFile[],
  folder: Place,
  signal: AbortSignal,
): Promise<Drop[]> {
  const drops: Drop[] = [];
  for (const file of files) {
    const place = childOf(folder, safeFileName(file.name), 'object');
    drops.push({ file, place, isThere: await isThere(tools, place, { signal }) });
  }
  return drops;
}

/** Those that are to be uploaded; none where the user leaves it at that. */
async function askAboutTaken(drops: readonly Drop[], folder: Place): Promise<readonly Drop[]> {
  const taken = drops.filter((drop) => drop.isThere);
  const [one] = taken;
  if (one === undefined) {
    return drops;
  }
  const message =
    taken.length === 1
      ? l10n.t('{0} exists already.', visibleName(shown(one.place)))
      : l10n.t(
          '{0} names exist already in {1}.',
          ...[formatCount(taken.length), visibleName(shown(folder))],
        );
  const free = drops.filter((drop) => !drop.isThere);
  const answer = await ask(message, {
    answers: {
      ...(free.length > 0 ? { skip: l10n.t('Skip') } : {}),
      overwrite: l10n.t('Overwrite'),
    },
  });
  return answer === 'overwrite' ? drops : answer === 'skip' ? free : [];
}

async function upload(
  { host, tools }: WriteContext,
  drops: readonly Drop[],
  signal: AbortSignal,
  onBegin: (index: number, file: DroppedFile) => void,
): Promise<number> {
  const tags = new KeptTags(tools, askWithoutTags);
  const writer = new FileWriter(tools, new FileVersions(), host.changes, Date.now, tags);
  for (const [index, { file, place, isThere: overwrite }] of drops.entries()) {
    onBegin(index, file);
    const options = { create: true, overwrite, checked: false, signal };
    try {
      await writer.write(
        place,
        await contentOf({ name: visibleName(file.name), data: () => file.data() }),
        options,
      );
    } catch (error) {
      throw index === 0 || isCancelled(error) ? error : incomplete(error, index, drops.length);
    }
  }
  return drops.length;
}

/** What came before the failure is there. */
function incomplete(error: unknown, done: number, of: number): SkybucketError {
  return new SkybucketError(
    'server',
    l10n.t(
      '{0} Of {1} files, {2} had been uploaded.',
      ...[sentence(error), formatCount(of), formatCount(done)],
    ),
  );
}
