import { tmpdir } from 'node:os';
import type { ByteReader } from '../../src/core/bytes/reader';
import type { Hdu } from '../../src/core/fits/hdu';
import { HduIndex } from '../../src/core/fits/hdu-index';
import { openPlane } from '../../src/core/fits/image-plane';
import { infoLines } from '../../src/core/fits/info';
import { openTable } from '../../src/core/fits/tables/open-table';
import { loadWcsTables } from '../../src/core/sky/fits/load-tables';
import { nodeTools } from '../../src/worker/node-tools';
import { compareEmbedded } from './asdf/embedded';
import { compareCards } from './cards';
import type { Comparison } from './comparison';
import { compareCelestial, compareFitsWcs } from './fits-wcs';
import { compareImage } from './image';
import { isObject, listAt, numberAt, objectAt, type Json, type JsonObject } from './json';
import { compareGroups, compareTable } from './table';

const TOOLS = nodeTools(tmpdir());

/** Fields of an HDU that are checked below, or say how the truth was made. */
const CHECKED = new Set([
  ...['index', 'name', 'ver', 'type', 'bitpix'],
  ...['cards', 'image', 'zscale', 'compressed', 'wcs', 'celestial_points'],
  ...['rows', 'columns', 'first3', 'last', 'column_stats', 'missing', 'texts', 'groups'],
]);
const OFFSETS = ['header_offset', 'data_offset', 'data_size'] as const;
/** Limits of the reference among them. */
const INFORMATIONAL = new Set([
  ...['data_error', 'cards_error', 'embedded_gwcs', 'embedded_gwcs_error'],
]);

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
      await compareHdu(comparison, reader, index, hdu, theirs);
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
  index: HduIndex,
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
  const wcs = objectAt(truth, 'wcs');
  if (wcs) {
    const tools = {
      planeOf: (each: Hdu) => openPlane(reader, each, [], { tiles: TOOLS.tiles }),
      tableOf: (each: Hdu) => openTable(reader, each, TOOLS.inflate),
    };
    await compareFitsWcs(comparison, `${path}.wcs`, hdu.header, wcs, (alternate) =>
      loadWcsTables(index, hdu.header, tools, { alternate }),
    );
  }
  const celestial = objectAt(truth, 'celestial_points');
  if (celestial) {
    compareCelestial(comparison, `${path}.celestial_points`, hdu.header, celestial);
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
    if (!checked.has(key) && !INFORMATIONAL.has(key)) {
      comparison.differ(`${path}.${key}`, 'not checked by the runner', truth[key]);
    }
  }
}
