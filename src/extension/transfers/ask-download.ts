import * as vscode from 'vscode';
import type { Layout } from '../../core/transfer/layout';
import { safeFileName } from '../../core/transfer/safe-name';
import type { OnExisting } from '../../core/transfer/transfer';
import { countOf, formatBytes } from '../../protocol/figures';
import type { DownloadFolder } from '../download-folder';
import { folderIn } from '../folder-in';
import { escapeIcons, visibleName } from '../views/display';
import type { DownloadQuestions } from './prepare-download';
import { type DownloadRequest, totalSize } from './wanted';

/** What is asked before a download, in the editor. */

const { l10n } = vscode;

export function downloadQuestions(downloadFolder: DownloadFolder): DownloadQuestions {
  return {
    layout: askLayout,
    folder: async ({ label, bare }) => {
      const parent = await downloadFolder.get();
      return parent === undefined || bare === true ? parent : folderIn(parent, safeFileName(label));
    },
    existing: ({ there, sameSize, of, folder }) => askExisting(there, sameSize, of, folder),
    tooLittleRoom: askRoom,
  };
}

/** `1,234 files · 5.6 GB` */
export function amountOf({ files }: Pick<DownloadRequest, 'files'>): string {
  const { bytes, isLeast } = totalSize(files);
  const size = isLeast ? l10n.t('{0} and more', formatBytes(bytes)) : formatBytes(bytes);
  return `${countOf(files.length, 'file')} · ${size}`;
}

async function askLayout(request: DownloadRequest): Promise<Layout | undefined> {
  const { layouts, label } = request;
  const [usual] = layouts;
  if (layouts.length < 2) {
    return usual ?? 'tree';
  }
  const root = safeFileName(label);
  const words: Readonly<Record<Layout, { readonly label: string; readonly detail: string }>> = {
    tree: { label: l10n.t('Keep the folders'), detail: `${root}/…/file` },
    flat: { label: l10n.t('All files in one folder'), detail: `${root}/file` },
    mastDownload: {
      label: l10n.t('As astroquery lays them out'),
      detail: `${root}/mastDownload/collection/observation/file`,
    },
  };
  const items = layouts.map((layout) => ({
    ...{ layout, label: words[layout].label },
    detail: escapeIcons(visibleName(words[layout].detail)),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('Download {0} ({1})', visibleName(label), amountOf(request)),
    placeHolder: l10n.t('How are they to lie on this machine?'),
  });
  return chosen?.layout;
}

async function askExisting(
  there: number,
  sameSize: number,
  of: number,
  folder: string,
): Promise<OnExisting | undefined> {
  const skip = l10n.t('Skip Them');
  const overwrite = l10n.t('Overwrite');
  const keepBoth = l10n.t('Keep Both');
  const detail =
    sameSize === there
      ? l10n.t('They have the same sizes as those at the archive.')
      : l10n.t('{0} of them have the same size as at the archive.', sameSize);
  const answer = await vscode.window.showWarningMessage(
    l10n.t('{0} of {1} files are there already, in {2}.', there, of, visibleName(folder)),
    { modal: true, detail },
    ...(there < of ? [skip, overwrite, keepBoth] : [overwrite, keepBoth]),
  );
  return answer === skip
    ? 'skip'
    : answer === overwrite
      ? 'overwrite'
      : answer === keepBoth
        ? 'keep-both'
        : undefined;
}

async function askRoom(needed: number, free: number, folder: string): Promise<boolean> {
  const anyway = l10n.t('Download Anyway');
  const answer = await vscode.window.showWarningMessage(
    l10n.t(
      '{0} are to be downloaded, and there is room for {1} in {2}.',
      ...[formatBytes(needed), formatBytes(free), visibleName(folder)],
    ),
    { modal: true, detail: l10n.t('The transfers pause when the disk is full.') },
    anyway,
  );
  return answer === anyway;
}
