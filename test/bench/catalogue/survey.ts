import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PYTHON } from '../peers/python';

/** Kept in the temporary folder from one run to the next: making it takes minutes. */
const FOLDER = join(tmpdir(), 'skybucket-bench-survey-1');

/**
 * The folder with `survey.parquet`, made where it is not there yet.
 *
 * @throws Error where Python or a package of it is missing.
 */
export async function surveyFolder(): Promise<string> {
  if (!existsSync(join(FOLDER, 'made'))) {
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    process.stderr.write(`Making 20 million rows in ${FOLDER} …\n`);
    const script = fileURLToPath(new URL('make_survey.py', import.meta.url));
    await promisify(execFile)(PYTHON, [script, join(FOLDER, 'survey.parquet')]);
  }
  return FOLDER;
}
