import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageRows, valueRows } from '../rows';

/** Writes the rows of both tables into a folder, one JSON object a line: what the resource descriptor reads. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  throw new Error('Give the folder to write to.');
}
const asLines = (rows: readonly object[]): string =>
  rows
    .map((row) =>
      JSON.stringify(row, (_, value: unknown) =>
        // Python takes a text of any length for a whole number.
        typeof value === 'bigint' ? String(value) : value,
      ),
    )
    .join('\n');
writeFileSync(join(folder, 'images.jsonl'), asLines(imageRows()));
writeFileSync(join(folder, 'samples.jsonl'), asLines(valueRows()));
