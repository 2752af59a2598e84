import { existsSync, readFileSync } from 'node:fs';
import { readColumns, type MastColumn } from '../../../../../src/core/archives/mast/columns';
import {
  readMissionColumns,
  type MissionColumn,
} from '../../../../../src/core/archives/mast/mission-columns';

/** Beside the project, where there is one (CONTRIBUTING.md). */
export const GOLDEN = new URL('../../../../../../shared/golden/', import.meta.url);
export const HAS_GOLDEN = existsSync(GOLDEN);

/** A file that `make_requests.py` has written, or its input. */
export function beside<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as T;
}

export function goldenText(path: string): string {
  return readFileSync(new URL(path, GOLDEN), 'utf8');
}

export function golden(path: string): unknown {
  return JSON.parse(goldenText(path)) as unknown;
}

/** The columns of MAST's observations. */
export function observationColumns(): readonly MastColumn[] {
  return readColumns(golden('mast/columnsconfig.json'));
}

/** Of the Roman search, of which nothing is recorded, those that `make_requests.py` makes up. */
export function missionColumnsOf(mission: string): readonly MissionColumn[] {
  const made = ['pass', 'fileSetName', 'ra_targ', 'dec_targ'].map((name) => ({
    column_name: name,
  }));
  const json = mission === 'roman' ? made : golden('mast/mission_columns.json');
  return readMissionColumns(json, mission);
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
