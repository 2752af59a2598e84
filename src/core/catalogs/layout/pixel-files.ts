import type { DatasetFolder, FolderListing } from './dataset-folder';
import { NO_VALUES, type Layout } from './layout';

/** OpenUniverse 2024: a file for each pixel and kind of object, pixels of nside 32 in the ring scheme. */
const FILE = /^(snana|galaxy_flux|galaxy|pointsource)_(\d+)\.parquet$/;
const ORDER = 5;
const PIXELS = 12 * 4 ** ORDER;

interface PixelFile {
  readonly name: string;
  readonly size: number;
  readonly kind: string;
  readonly pixel: number;
}

/** The kinds of objects that a folder has files of; none for another kind of folder. */
export function pixelFileKinds({ files }: FolderListing): string[] {
  const found = files.flatMap(({ name, size }) => pixelFile(name, size) ?? []);
  return [...new Set(found.map(({ kind }) => kind))].sort();
}

/** The files of one kind as a catalogue. */
export function pixelFilesLayout(
  _folder: DatasetFolder,
  listing: FolderListing,
  kind: string,
): Layout {
  const found = listing.files
    .flatMap(({ name, size }) => pixelFile(name, size) ?? [])
    .filter((file) => file.kind === kind)
    .sort((a, b) => a.pixel - b.pixel);
  return {
    kind: 'pixel-files',
    about: `OpenUniverse, ${kind}: ${found.length} files by HEALPix pixel of nside 32 (ring)`,
    partitionColumns: [],
    schemaFiles: [],
    metadataFile: undefined,
    position: kind === 'galaxy_flux' ? undefined : { ra: 'ra', dec: 'dec' },
    healpix: undefined,
    defaultColumns: [],
    rows: undefined,
    warnings: [],
    partitions: async function* ({ within = () => true } = {}) {
      for (const { name, size, pixel } of found) {
        const place = { order: ORDER, pixel, scheme: 'ring' as const };
        if (within(place)) {
          yield { path: name, size, pixel: place, values: NO_VALUES };
        }
      }
    },
  };
}

function pixelFile(name: string, size: number): PixelFile | undefined {
  const [, kind, digits] = FILE.exec(name) ?? [];
  const pixel = Number(digits);
  return kind === undefined || !(pixel < PIXELS) ? undefined : { name, size, kind, pixel };
}
