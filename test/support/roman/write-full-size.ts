/** `node --import tsx test/support/roman/write-full-size.ts PATH`: the image of full size as a file, for other readers. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { fullSizeL2 } from './full-size-l2';

const PIECE = 16 * 1024 * 1024;

const [path] = process.argv.slice(2);
if (path === undefined) {
  throw new Error('It needs the path of the file to write.');
}
const body = fullSizeL2();
const file = openSync(path, 'w');
for (let at = 0; at < body.size; at += PIECE) {
  writeSync(file, body.read(at, Math.min(PIECE, body.size - at)) as Uint8Array);
}
closeSync(file);
