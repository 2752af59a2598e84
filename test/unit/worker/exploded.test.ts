import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { Meter } from '../../../src/core/bytes/meter';
import { readReference } from '../../../src/extension/reference';
import { ImageFile } from '../../../src/extension/editors/image-file';
import { InProcessThread } from '../../support/worker/in-process';
import { FakeObject } from '../editors/fake-object';
import { call, goldenBytes, goldenHandlers } from './support/asked';

const FOLDER = 'asdf/exploded/';

/** Each file of the folder, as often as it is opened. */
class Folder {
  readonly opened: string[] = [];
  readonly objects: FakeObject[] = [];

  readonly open = async (reference: string) => {
    const found = readReference(reference);
    const name = found.kind === 'near' ? found.names.join('/') : found.url;
    this.opened.push(name);
    if (name === 'gone0000.asdf') {
      throw new SkybucketError('not-found', `${name} is not there.`);
    }
    const object = new FakeObject(goldenBytes(FOLDER + name));
    this.objects.push(object);
    return object.open();
  };
}

function openNear(folder: Folder): ImageFile {
  return new ImageFile({
    open: new FakeObject(goldenBytes(`${FOLDER}near.asdf`)).open,
    openOther: folder.open,
    startThread: () => new InProcessThread(),
    meter: new Meter(),
    onReload: () => undefined,
    onDeath: () => undefined,
  });
}

describe('arrays in other files', () => {
  const value = (file: ImageFile, hdu: number): Promise<{ text: string }> =>
    file.use((content) => content.request('value', { hdu, slice: [], x: 2, y: 7 }, {}));

  it('are read from beside the file, each file opened once', async () => {
    const folder = new Folder();
    const file = openNear(folder);
    const { lines } = await file.use((content) => content.request('structure', {}, {}));
    expect(lines.map(({ storage }) => storage)).toEqual([
      undefined,
      ...['far0000.asdf', './far0000.asdf', 'a%20b%23.asdf', 'gone0000.asdf', '../basic.asdf'].map(
        (uri) => `in ${uri}`,
      ),
      ...['file:///etc/hostname', 'http://127.0.0.1:9/x.asdf'].map((uri) => `in ${uri}`),
    ]);
    expect(folder.opened).toEqual([]);
    const first = await value(file, 1);
    expect(await value(file, 1)).toEqual(first);
    await value(file, 3);
    expect(folder.opened).toEqual(['far0000.asdf', 'a b#.asdf']);
    await file.close();
    expect(folder.objects.map(({ closes }) => closes)).toEqual([1, 1]);
  });

  it('are refused anywhere else, in a sentence', async () => {
    const folder = new Folder();
    const file = openNear(folder);
    await expect(value(file, 4)).rejects.toMatchObject({ code: 'not-found' });
    for (const hdu of [5, 6, 7]) {
      await expect(value(file, hdu)).rejects.toMatchObject({
        code: 'bad-address',
        message: expect.stringMatching(/^This file says that a part of it is in “/) as string,
      });
    }
    expect(folder.opened).toEqual(['gone0000.asdf']);
    await file.close();
  });

  it('are not there where nobody opens them', async () => {
    const handlers = goldenHandlers(`${FOLDER}near.asdf`);
    await handlers.structure({}, call());
    await expect(handlers.plane({ hdu: 1, slice: [] }, call())).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});
