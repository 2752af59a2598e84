import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { ResultOverlays } from '../../../../src/extension/catalogs-sky/result-overlays';
import { OpenDocuments } from '../../../../src/extension/editors/open-documents';
import type { HduLine } from '../../../../src/protocol/methods';
import { openFileUri } from '../../../../src/protocol/open-file';
import { FakeObject } from '../../editors/fake-object';

/** As much of a URI of VS Code as is used here. */
const uriOf = (path: string): vscode.Uri => ({ path, toString: () => path }) as vscode.Uri;

const IMAGE: HduLine = {
  ...{ index: 0, name: '', version: 1, type: 'PrimaryHDU', cards: 9, dimensions: '(4, 4)' },
  ...{ format: 'float32', picture: 'yes', table: false, line: false },
};

function stand() {
  const documents = new OpenDocuments();
  const told: string[] = [];
  const laid: string[] = [];
  const object = new FakeObject(new Uint8Array(8));
  const image = documents.add({
    title: 'image.fits',
    open: object.open,
    openOther: object.open,
    broadcast: (name) => void told.push(name),
    showRow: () => undefined,
    overlay: (result) => void laid.push(result),
  });
  const shown: unknown[] = [];
  const asked: string[] = [];
  const overlays = new ResultOverlays(
    {
      documents,
      open: (uri) => {
        asked.push(uri.path);
        return object.open();
      },
    },
    (result, row) => void shown.push([result, row]),
  );
  return { documents, image, told, laid, overlays, shown, asked };
}

const KEPT = { id: 'r1', title: 'Stars', rows: 12, uri: uriOf('/kept/r1/rows.parquet') };

describe('kept results', () => {
  it('are listed among the tables that an image can show, until they are deleted', () => {
    const { image, overlays, told } = stand();
    overlays.update([KEPT]);
    const [file] = image.others();
    expect(file).toMatchObject({ title: 'Stars', result: 'r1' });
    expect(file?.lines).toMatchObject([{ index: 1, table: true, dimensions: '12R' }]);
    const before = told.length;
    overlays.update([KEPT]);
    expect(told).toHaveLength(before);
    overlays.update([{ ...KEPT, title: 'Renamed' }]);
    // Under the same id: an image that shows its rows goes on to read them.
    expect(image.others()).toMatchObject([{ title: 'Renamed', result: 'r1', id: file?.id }]);
    expect(told).toHaveLength(before + 1);
    overlays.update([]);
    expect(image.others()).toEqual([]);
  });

  it('are read from their file, and a row of them is shown in their panel', async () => {
    const { documents, image, overlays, shown, asked } = stand();
    overlays.update([KEPT]);
    const id = image.others()[0]?.id ?? '';
    const opened = await documents.open(openFileUri(id));
    await opened?.close();
    expect(asked).toEqual(['/kept/r1/rows.parquet']);
    documents.get(id).showRow({ hdu: 1, row: 7 });
    expect(shown).toEqual([['r1', 7]]);
    await expect(documents.open(openFileUri(id, 'other.fits'))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('are no images', () => {
    const { documents, image, overlays, laid } = stand();
    overlays.update([KEPT]);
    expect(documents.images()).toEqual([]);
    image.learn([IMAGE]);
    documents.images().forEach((document) => document.overlay?.('r1'));
    expect(laid).toEqual(['r1']);
  });

  it('are looked up when a viewer first wants to know of other files, and then once', () => {
    const { documents, image } = stand();
    const load = vi.fn();
    documents.onFirstAsked(load);
    expect(load).not.toHaveBeenCalled();
    image.others();
    image.others();
    expect(load).toHaveBeenCalledOnce();
    const late = vi.fn();
    documents.onFirstAsked(late);
    expect(late).toHaveBeenCalledOnce();
  });
});
