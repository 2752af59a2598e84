import type { ByteReader } from '../../src/core/bytes/reader';
import type { Hdu } from '../../src/core/fits/hdu';
import { HduIndex } from '../../src/core/fits/hdu-index';
import { infoLines } from '../../src/core/fits/info';
import { compareEmbedded } from './asdf/embedded';
import { compareCards } from './cards';
import type { Comparison } from './comparison';
import type { Feature } from './features';
import { compareImage } from './image';
import { isObject, listAt, numberAt, objectAt, type Json, type JsonObject } from './json';
import { compareGroups, compareTable } from './table';

/** Fields of an HDU that are checked below, or say how the truth was made. */
const CHECKED = new Set([
  ...['index', 'name', 'ver', 'type', 'bitpix'],
  ...['cards', 'image', 'zscale', 'compressed'],
  ...['rows', 'columns', 'first3', 'last', 'column_stats', 'missing', 'texts', 'groups'],
]);
const OFFSETS = ['header_offset', 'data_offset', 'data_size'] as const;
const INFORMATIONAL = new Set(['data_error', 'cards_error']);

/** Fields that wait for a feature. */
const WAITING: Readonly<Record<string, Feature>> = {
  wcs: 'celestial WCS',
  celestial_points: 'celestial WCS',
  embedded_gwcs: 'gwcs',
  embedded_gwcs_error: 'gwcs',
};

/** Fields of the file that are checked below, or say how the truth was made. */
const FILE_FIELDS = new Set([
  ...['kind', 'reference', 'note', 'informational', 'must_fail'],
  ...['n_hdus', 'hdus', 'info', 'embedded_asdf'],
]);

/** Compares headers, HDU table, images and tables of a FITS file. */
export async function compareFits(
  comparison: Comparison,
  reader: ByteReader,
  truth: JsonObject,
): Promise<void> {
  const index = new HduIndex(reader);
  for await (const hdu of index.all()) {
    const theirs = listAt(truth, 'hdus')[hdu.index];
    if (isObject(theirs)) {
      await compareHdu(comparison, reader, hdu, theirs);
    }
  }
  comparison.same('n_hdus', index.known.length, truth['n_hdus']);
  if (truth['info'] !== undefined) {
    compareInfo(comparison, index.known, listAt(truth, 'info'));
  }
  const embedded = objectAt(truth, 'embedded_asdf');
  if (embedded) {
    await compareEmbedded(comparison, reader, index, embedded);
  }
  noteOthers(comparison, '', truth, FILE_FIELDS);
}

async function compareHdu(
  comparison: Comparison,
  reader: ByteReader,
  hdu: Hdu,
  truth: JsonObject,
): Promise<void> {
  const path = `hdus[${hdu.index}]`;
  comparison.same(`${path}.name`, hdu.name, truth['name']);
  comparison.same(`${path}.ver`, hdu.version, truth['ver']);
  comparison.same(`${path}.type`, hdu.type, truth['type']);
  const ours = [hdu.headerOffset, hdu.dataOffset, hdu.dataSize];
  OFFSETS.forEach((key, i) => comparison.same(`${path}.${key}`, ours[i], numberAt(truth, key)));
  if (truth['bitpix'] !== undefined) {
    comparison.same(`${path}.bitpix`, hdu.header.value('BITPIX'), truth['bitpix']);
  }

  const compressed = objectAt(truth, 'compressed');
  if (truth['cards'] !== undefined) {
    const restored = hdu.type === 'CompImageHDU';
    const cards = listAt(truth, 'cards');
    compareCards(comparison, `${path}.cards`, hdu.header.cards, cards, { restored });
  }
  if (compressed) {
    const raw = listAt(compressed, 'raw_cards');
    compareCards(comparison, `${path}.compressed.raw_cards`, hdu.storedHeader.cards, raw);
  }
  const image = objectAt(truth, 'image');
  if (image) {
    const limits = listAt(truth, 'zscale');
    await compareImage(comparison, `${path}.image`, reader, hdu, image, limits);
  }
  if (truth['rows'] !== undefined) {
    await compareTable(comparison, path, reader, hdu, truth);
  }
  const groups = objectAt(truth, 'groups');
  if (groups) {
    await compareGroups(comparison, `${path}.groups`, reader, hdu, groups);
  }
  noteOthers(comparison, path, truth, new Set([...CHECKED, ...OFFSETS]));
}

function compareInfo(comparison: Comparison, hdus: readonly Hdu[], info: readonly Json[]): void {
  const lines = infoLines(hdus).map((line) => [
    line.index,
    line.name,
    line.version,
    line.type,
    line.cards,
    line.dimensions,
    line.format,
  ]);
  info.forEach((theirs, i) => {
    comparison.same(`info[${i}]`, JSON.stringify(lines[i]), JSON.stringify(theirs));
  });
}

/** Nothing in the truth passes in silence: what is not checked waits for a feature or is a difference. */
function noteOthers(
  comparison: Comparison,
  path: string,
  truth: JsonObject,
  checked: ReadonlySet<string>,
): void {
  for (const key of Object.keys(truth)) {
    const feature = WAITING[key];
    if (feature) {
      comparison.notYet.add(feature);
    } else if (!checked.has(key) && !INFORMATIONAL.has(key)) {
      comparison.differ(`${path}.${key}`, 'not checked by the runner', truth[key]);
    }
  }
}
