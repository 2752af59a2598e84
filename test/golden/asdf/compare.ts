import { arraysOf } from '../../../src/core/asdf/arrays';
import type { AsdfFile } from '../../../src/core/asdf/asdf-file';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import type { ByteReader } from '../../../src/core/bytes/reader';
import type { Comparison } from '../comparison';
import { compareGwcs } from './gwcs';
import { isObject, listAt, objectAt, type JsonObject } from '../json';
import { compareArray, type ReadHdu } from './arrays';
import { compareBlocks } from './blocks';
import { contextOf, type OpenNear } from './context';
import { compareScalars, placesOf } from './tree';

const STANDARD = '#ASDF_STANDARD ';

/** Fields that are compared below, or say how the truth was made. */
const CHECKED = new Set([
  ...['kind', 'header', 'comments', 'tree_bytes', 'blocks', 'block_index', 'arrays'],
  ...['scalars', 'scalars_truncated', 'asdf_library_opens', 'note', 'informational'],
]);

/** What an ASDF file may lead to. */
export interface Surroundings {
  readonly openNear: OpenNear;
  /** Of the FITS file around it. */
  readonly readHdu?: ReadHdu | undefined;
}

/** Compares an ASDF file: its header, tree, blocks, and every array. */
export async function compareAsdf(
  comparison: Comparison,
  path: string,
  reader: ByteReader,
  truth: JsonObject,
  { openNear, readHdu }: Surroundings,
): Promise<void> {
  const file = await openAsdf(reader);
  // An informational file has no values to compare with, and is read all the same.
  comparison.same(`${path}.formatVersion`, /^\d+\.\d+\.\d+$/.test(file.formatVersion), true);
  if (truth['header'] !== undefined) {
    compareStart(comparison, path, file, truth);
    await compareBlocks(comparison, path, file, listAt(truth, 'blocks'));
    const { scalars, arrays } = placesOf(file.tree, arraysOf(file.tree));
    const cut = truth['scalars_truncated'] === true;
    compareScalars(comparison, path, scalars, listAt(truth, 'scalars'), cut);
    const theirs = listAt(truth, 'arrays').filter(isObject);
    comparison.same(`${path}.arrays`, arrays.size, theirs.length);
    const places = { context: contextOf(file, openNear), readHdu };
    for (const array of theirs) {
      const where = String(array['path']);
      await compareArray(comparison, `${path}${where}`, arrays.get(where), places, array);
    }
  }
  const gwcs = objectAt(truth, 'gwcs');
  if (gwcs !== undefined) {
    await compareGwcs(comparison, `${path}gwcs`, file.tree, contextOf(file, openNear), gwcs);
  }
  for (const key of Object.keys(truth)) {
    if (!CHECKED.has(key) && key !== 'gwcs') {
      comparison.differ(`${path}.${key}`, 'not checked by the runner', truth[key]);
    }
  }
}

function compareStart(
  comparison: Comparison,
  path: string,
  file: AsdfFile,
  truth: JsonObject,
): void {
  comparison.same(`${path}.header`, `#ASDF ${file.formatVersion}`, truth['header']);
  const standard = listAt(truth, 'comments')
    .map(String)
    .find((line) => line.startsWith(STANDARD));
  comparison.same(`${path}.comments`, file.standardVersion, standard?.slice(STANDARD.length));
  comparison.same(`${path}.tree_bytes`, file.treeSpan?.length ?? 0, truth['tree_bytes']);
}
