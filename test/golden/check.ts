import { readFile, stat } from 'node:fs/promises';
import type { ByteReader } from '../../src/core/bytes/reader';
import { SkybucketError, sentence } from '../../src/core/errors';
import { HduIndex } from '../../src/core/fits/hdu-index';
import { compareAsdf } from './asdf/compare';
import { filesNear } from './asdf/context';
import { Comparison } from './comparison';
import type { Feature } from './features';
import { compareFits } from './fits';
import { compareHeaderText } from './header-text';
import { isObject, parseExactJson, type JsonObject } from './json';
import { compareMast } from './mast';
import { withReader } from './open';
import { compareSesame } from './names';
import { compareS3 } from './s3';
import { compareMap } from './table';
import { compareVoTable } from './votable';

export type Status = 'agree' | 'differ' | 'not-yet' | 'refused';

export interface Outcome {
  readonly status: Status;
  readonly comparison: Comparison;
  /** Why the file was refused. */
  readonly reason?: string;
  /** True where a refusal is what the truth asks for, or the file is informational. */
  readonly expected: boolean;
}

/** The features a file waits for as a whole, by the kind its truth says and the folders it is in. */
const WHOLE_FILE: Readonly<Record<string, Feature>> = {
  hats: 'hats',
  parquet: 'parquet',
};

/** Runs our readers on the file a truth belongs to. `folders` are those of the file under the set. */
export async function checkFile(
  truthPath: string,
  filePath: string,
  folders: readonly string[],
): Promise<Outcome> {
  const truth = parseExactJson(await readFile(truthPath, 'utf8'));
  if (!isObject(truth)) {
    throw new Error(`${truthPath} does not hold an object.`);
  }
  const comparison = new Comparison();
  const mustFail = truth['must_fail'] === true;
  const informational = truth['informational'] === true;
  const kind = String(truth['kind']);
  try {
    if (kind === 'fits' || kind === 'healpix') {
      const compare = kind === 'fits' ? compareFits : compareHealpix;
      await withReader(filePath, (reader) => compare(comparison, reader, truth));
    } else if (kind === 'asdf') {
      await compareAsdfFile(comparison, filePath, truth);
    } else if (kind === 'hdr') {
      await compareHeaderText(comparison, await readFile(filePath), truth);
    } else if (kind === 's3') {
      await compareS3(comparison, await readFile(filePath), truth);
    } else if (kind === 'votable') {
      await compareVoTable(comparison, filePath, truth);
    } else if (kind === 'json' && folders.at(-1) === 'mast') {
      await compareMast(comparison, filePath, truth);
    } else if (kind === 'sesame-text' || kind === 'sesame-xml') {
      compareSesame(comparison, await readFile(filePath, 'utf8'), truth);
    } else {
      await stat(filePath);
      waitingFor([kind, ...folders]).forEach((feature) => comparison.notYet.add(feature));
    }
  } catch (error) {
    return refusal(error, comparison, mustFail || informational);
  }
  if (mustFail && comparison.compared > 0) {
    comparison.differ('', 'opened', 'must be refused');
  }
  const differs = comparison.differences.length > 0 && !informational;
  const status = differs ? 'differ' : comparison.compared > 0 ? 'agree' : 'not-yet';
  return { status, comparison, expected: true };
}

function refusal(error: unknown, comparison: Comparison, expected: boolean): Outcome {
  if (!(error instanceof SkybucketError)) {
    throw error;
  }
  return { status: 'refused', comparison, reason: sentence(error), expected };
}

async function compareAsdfFile(
  comparison: Comparison,
  path: string,
  truth: JsonObject,
): Promise<void> {
  const near = filesNear(path);
  try {
    await withReader(path, (reader) =>
      compareAsdf(comparison, '', reader, truth, { openNear: near.open }),
    );
  } finally {
    await near.close();
  }
}

/** Of a HEALPix map, header and values can be compared already. */
async function compareHealpix(
  comparison: Comparison,
  reader: ByteReader,
  truth: JsonObject,
): Promise<void> {
  const hdu = await new HduIndex(reader).hdu(1);
  const { header } = hdu;
  comparison.same('NSIDE', header.value('NSIDE'), truth['NSIDE']);
  comparison.same('ORDERING', header.value('ORDERING'), truth['ORDERING']);
  await compareMap(comparison, reader, hdu, truth);
  comparison.notYet.add('healpix');
}

function waitingFor(names: readonly string[]): Feature[] {
  const features = names.flatMap((name) => WHOLE_FILE[name] ?? []);
  if (features.length === 0) {
    throw new Error(`The runner knows nothing of ${names.join(', ')}.`);
  }
  return features;
}
