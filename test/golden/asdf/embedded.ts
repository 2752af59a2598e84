import { tmpdir } from 'node:os';
import type { ArrayInfo } from '../../../src/core/asdf/array';
import type { ByteReader } from '../../../src/core/bytes/reader';
import type { Hdu } from '../../../src/core/fits/hdu';
import type { HduIndex } from '../../../src/core/fits/hdu-index';
import { imageParametersOf } from '../../../src/core/fits/image-parameters';
import { embeddedReader, embedsAsdf } from '../../../src/worker/embedded-asdf';
import { NO_OTHER_FILES } from '../../../src/worker/other-files';
import { nodeTools } from '../../../src/worker/node-tools';
import type { Comparison } from '../comparison';
import type { JsonObject } from '../json';
import { allValues, readingLike } from '../pixels';
import { compareAsdf } from './compare';

/** Compares the ASDF file in an HDU of a FITS file, whose arrays may be other HDUs. */
export async function compareEmbedded(
  comparison: Comparison,
  reader: ByteReader,
  index: HduIndex,
  truth: JsonObject,
): Promise<void> {
  const hdu = index.known.find(embedsAsdf);
  if (hdu === undefined) {
    comparison.differ('embedded_asdf', 'no HDU with an ASDF file', 'one');
    return;
  }
  const part = await embeddedReader({ reader, index }, hdu, nodeTools(tmpdir()), {});
  await compareAsdf(comparison, 'embedded_asdf', part, truth, {
    openNear: (uri) => NO_OTHER_FILES.open(uri, {}),
    readHdu: async (source) => {
      const image = hduOf(index.known, source.hdu);
      if (image === undefined) {
        return undefined;
      }
      const reading = readingLike(imageParametersOf(image));
      const values = await allValues(reader, image, reading);
      return { shape: [...reading.image.axes].reverse(), values };
    },
  });
}

function hduOf(
  hdus: readonly Hdu[],
  place: Extract<ArrayInfo['source'], { kind: 'fits' }>['hdu'],
): Hdu | undefined {
  return typeof place === 'number'
    ? hdus[place]
    : hdus.find(
        ({ name, version }) =>
          name.toUpperCase() === place.name.toUpperCase() && version === place.version,
      );
}
