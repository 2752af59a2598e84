/**
 * Our own positions, in a process of its own, which is started as wcs_peer.py is. Bundled as the product
 * is: what runs the bench makes a look-up of every use of an import. See process.ts for how it is talked to.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ArrayContext } from '../../../src/core/asdf/array-context';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { cardsOf, Header } from '../../../src/core/fits/header';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import { findGwcs } from '../../../src/core/sky/gwcs/find-gwcs';
import { loadGwcs } from '../../../src/core/sky/gwcs/load-gwcs';
import type { Wcs } from '../../../src/core/sky/wcs';

const IN_A_ROW = 1000;

async function coordinatesOf(kind: string, path: string): Promise<Wcs> {
  const file = readFileSync(path);
  const found =
    kind === 'fits'
      ? readFitsWcs(new Header(cardsOf(file.toString('latin1').split('\n'))))
      : await gwcsOf(file);
  if (found === undefined || 'problem' in found) {
    throw new Error(found?.problem ?? 'There are no coordinates.');
  }
  return found;
}

async function gwcsOf(file: Uint8Array): ReturnType<typeof loadGwcs> {
  const { tree } = await openAsdf(new SpanReader(new MemorySource('tree', file), { local: true }));
  const [node] = findGwcs(tree);
  return node ? loadGwcs(node, NO_BLOCKS) : { problem: 'There is no gwcs.' };
}

const NO_BLOCKS: ArrayContext = {
  block: (source) => Promise.reject(new Error(`There is no block ${source}.`)),
  file: (uri) => Promise.reject(new Error(`There is no file ${uri}.`)),
};

function meanOf(values: Float64Array | undefined): string {
  let sum = 0;
  for (const value of values ?? []) {
    sum += value;
  }
  return (sum / (values?.length ?? 0)).toFixed(8);
}

async function serve(): Promise<void> {
  const [kind = '', path = '', points = '', step = ''] = process.argv.slice(2);
  const wcs = await coordinatesOf(kind, path);
  const length = Number(points);
  const x = Float64Array.from({ length }, (_, k) => (k % IN_A_ROW) * Number(step));
  const y = Float64Array.from({ length }, (_, k) => Math.floor(k / IN_A_ROW) * Number(step));
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) {
    void line;
    const start = performance.now();
    const cpu = process.cpuUsage();
    const [longitudes, latitudes] = wcs.toWorld([x, y]);
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const cpuMilliseconds = (user + system) / 1000;
    const answer = `mean ${meanOf(longitudes)} ${meanOf(latitudes)}`;
    console.log(JSON.stringify({ milliseconds, cpuMilliseconds, answer }));
  }
}

void serve();
