import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedArray } from './arrays';
import { SIDE } from './pixels';

const SAMPLE = 'test/fixtures/golden/sample/roman/r0000101001001001001_0001_wfi01_f158_cal.asdf';
const SAMPLE_SIDE = 256;
const TREE_END = '\n...\n';
const LOGS = 'cal_logs: [';

/**
 * The header and tree of the image in the sample bucket, which roman_datamodels has written, with the shapes
 * of the given arrays, coordinates for all pixels of a detector, and a log of the length a pipeline leaves
 * behind.
 *
 * @param folder of the project.
 */
export function enlargedTree(folder: string, arrays: readonly GeneratedArray[]): Uint8Array {
  const file = readFileSync(join(folder, SAMPLE)).toString('latin1');
  let tree = file.slice(0, file.indexOf(TREE_END) + TREE_END.length);
  arrays.forEach((array, source) => {
    const entry = new RegExp(
      `(\\n  ${array.name}: !core/ndarray-1.1.0\\n    source: ${source}\\n    datatype: ${array.datatype}\\n` +
        '    byteorder: little\\n    shape: )\\[[\\d, ]+\\]',
    );
    if (!entry.test(tree)) {
      throw new Error(`The tree of ${SAMPLE} has no array ${array.name} in block ${source}.`);
    }
    tree = tree.replace(entry, `$1[${array.shape.join(', ')}]`);
  });
  tree = ofDetector(tree);
  return Buffer.from(tree.replace(LOGS, `${LOGS}${logLines().join('')}`), 'latin1');
}

/** The distortion about the middle of a detector, and the bounding box around its pixels. */
function ofDetector(tree: string): string {
  const middle = (SAMPLE_SIDE - 1) / 2;
  return tree
    .replaceAll(`offset: -${middle}\n`, `offset: -${(SIDE - 1) / 2}\n`)
    .replaceAll(`[-0.5, ${SAMPLE_SIDE - 0.5}]\n`, `[-0.5, ${SIDE - 0.5}]\n`);
}

function logLines(): string[] {
  return Array.from({ length: 3000 }, (_, i) => {
    const time = new Date(Date.UTC(2027, 2, 21, 4, 10) + 137 * i).toISOString();
    return `'${time} :: romancal.ramp_fit :: INFO :: Resultant ${i} of the ramp was fitted; nothing odd was found',\n      `;
  });
}
