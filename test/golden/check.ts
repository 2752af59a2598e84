import { readFile } from 'node:fs/promises';
import { SkybucketError, sentence } from '../../src/core/errors';
import { compareAsdf } from './asdf/compare';
import { filesNear } from './asdf/context';
import { Comparison } from './comparison';
import { compareFits } from './fits';
import { compareHealpix } from './healpix';
import { compareHeaderText } from './header-text';
import { isObject, parseExactJson, type JsonObject } from './json';
import { compareMast } from './mast';
import { compareSesame } from './names';
import { withReader } from './open';
import { compareParquet } from './parquet';
import { compareQueries } from './queries';
import { compareS3 } from './s3';
import { compareVoTable } from './votable';

export type Status = 'agree' | 'differ' | 'refused';

export interface Outcome {
  readonly status: Status;
  readonly comparison: Comparison;
  /** Why the file was refused. */
  readonly reason?: string;
  /** True where a refusal is what the truth asks for, or the file is informational. */
  readonly expected: boolean;
}

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
    } else if (kind === 'parquet') {
      await withReader(filePath, (reader) => compareParquet(comparison, reader, truth));
    } else if (truthPath.endsWith('.queries.json')) {
      await compareQueries(comparison, filePath, truth);
    } else if (kind === 'json' && folders.at(-1) === 'mast') {
      await compareMast(comparison, filePath, truth);
    } else if (kind === 'sesame-text' || kind === 'sesame-xml') {
      compareSesame(comparison, await readFile(filePath, 'utf8'), truth);
    } else {
      throw new Error(`The runner knows nothing of ${[kind, ...folders].join(', ')}.`);
    }
  } catch (error) {
    return refusal(error, comparison, mustFail || informational);
  }
  if (mustFail) {
    comparison.differ('', 'opened', 'must be refused');
  } else if (comparison.compared === 0) {
    comparison.differ('', 'nothing compared', 'values');
  }
  const differs = comparison.differences.length > 0 && !informational;
  return { status: differs ? 'differ' : 'agree', comparison, expected: true };
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
