import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { CatalogMethods } from '../../protocol/catalog';
import type { CatalogMatchMethods, MatchChoice } from '../../protocol/catalog-match';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type { OpenDocument } from '../editors/open-documents';
import type { Services } from '../services';
import { baseName } from '../uris';
import { escapeIcons, visibleName } from '../views/display';
import { rowBytes, rowsFrom } from './row-bytes';

/** What the sky side of a panel has to know of its model. */
export interface SkyModel {
  /** Of the result on show, from when its run begins; undefined where there is none. */
  readonly resultId: string | undefined;
  /** It is in the cache, so that others can read it. */
  readonly isKept: boolean;
  /** Kept results but the one on show, and the catalogues that the sidebar lists. */
  matchChoices(): Promise<readonly MatchChoice[]>;
}

export type SkyMethods = Pick<
  CatalogMethods & CatalogMatchMethods,
  'imageRegions' | 'showOnImage' | 'choose' | 'chosen' | 'matchOthers' | 'chooseMatchFile'
>;

/** Images whose regions are listed, those opened first. */
const MOST_IMAGES = 20;

const TABLE_FILES = ['parquet', 'parq', 'fits', 'fit', 'vot', 'votable', 'xml', 'csv', 'ecsv'];

/** Answers what the panel of a catalogue asks about images, chosen rows, and tables to match with. */
export function skyHandlers(
  { documents, chosen }: Pick<Services, 'documents' | 'chosen'>,
  model: SkyModel,
): RpcHandlers<SkyMethods> {
  return {
    imageRegions: async (_, { signal }) => {
      const found = await Promise.all(
        documents
          .images()
          .slice(0, MOST_IMAGES)
          .map((document) => document.regions?.(signal) ?? []),
      );
      return { regions: found.flat() };
    },

    showOnImage: async () => {
      const { resultId } = model;
      if (resultId === undefined || !model.isKept) {
        throw new SkybucketError('not-found', 'There is no result yet that could be shown.', {
          hint: 'Run the query and wait until it has ended.',
        });
      }
      const image = await askForImage(documents.images());
      image?.overlay?.(resultId);
      return null;
    },

    choose: async ({ rows }) => {
      if (model.resultId !== undefined) {
        chosen.set(model.resultId, rowsFrom(rows));
      }
      return null;
    },

    chosen: async () => {
      const { resultId } = model;
      return { rows: rowBytes(resultId === undefined ? undefined : chosen.get(resultId)?.rows) };
    },

    matchOthers: async () => ({ choices: await model.matchChoices() }),

    chooseMatchFile: async () => {
      const [uri] =
        (await vscode.window.showOpenDialog({
          title: vscode.l10n.t('Match with the Table of a File'),
          openLabel: vscode.l10n.t('Match'),
          filters: { [vscode.l10n.t('Tables')]: TABLE_FILES, [vscode.l10n.t('All Files')]: ['*'] },
        })) ?? [];
      return uri === undefined
        ? null
        : {
            choice: {
              dataset: { uri: uri.toString(), part: '' },
              label: baseName(uri),
              kind: 'file',
            },
          };
    },
  };
}

/**
 * The image to show something on: the only one, else the one that the user chooses; undefined where they choose
 * none.
 *
 * @throws SkybucketError `not-found` where no image is open.
 */
async function askForImage(images: readonly OpenDocument[]): Promise<OpenDocument | undefined> {
  if (images.length === 0) {
    throw new SkybucketError('not-found', 'No image is open that the rows could be shown on.', {
      hint: 'Open an image of that part of the sky first.',
    });
  }
  if (images.length === 1) {
    return images[0];
  }
  const choices = images.map((image) => ({
    label: escapeIcons(visibleName(image.title)),
    image,
  }));
  const placeHolder = vscode.l10n.t('Show the rows on which image?');
  return (await vscode.window.showQuickPick(choices, { placeHolder }))?.image;
}
