import * as vscode from 'vscode';
import {
  type BucketItem,
  readBucket,
  readBuckets,
  sameBucket,
  type UserBucket,
} from './bucket-settings';
import type { CatalogLimits } from './catalogs/limits';
import { readDisplay } from './display-settings';
import type { DisplayDefaults } from '../protocol/display';
import type { ArchiveSettings } from './searches/archive-services';

/** The settings, read when they are needed so that a change counts at once. */

const SECTION = 'skybucket';
const DEFAULT_CACHE_MB = 256;
const DEFAULT_DISK_MB = 1024;
const DEFAULT_OVERVIEW_MB = 32;
const LEAST_OVERVIEW_MB = 4;
const DEFAULT_ASK_MB = 200;
const DEFAULT_ASK_ROWS = 5_000_000;
const DEFAULT_RESULT_MB = 1500;
const LEAST_RESULT_MB = 16;

function get(name: string): unknown {
  return vscode.workspace.getConfiguration(SECTION).get<unknown>(name);
}

/** A setting in megabytes, as bytes. */
function megabytes(name: string, fallback: number): number {
  const value = get(name);
  const usable = typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return (usable ? value : fallback) * 1_000_000;
}

/** Memory for bytes read, in bytes. */
export function cacheBytes(): number {
  return megabytes('cache.memoryMB', DEFAULT_CACHE_MB);
}

/** Disk for bytes read, in bytes; 0 for none. */
export function diskCacheBytes(): number {
  return megabytes('cache.diskMB', DEFAULT_DISK_MB);
}

/** The most that refining the overview of a remote image may read, in bytes. */
export function overviewBytes(): number {
  return Math.max(LEAST_OVERVIEW_MB * 1e6, megabytes('image.overviewMB', DEFAULT_OVERVIEW_MB));
}

/** Above what catalogue queries are asked about, and the memory that a result may take. */
export function catalogLimits(): CatalogLimits {
  const rows = get('catalogs.askAboveRows');
  return {
    bytes: megabytes('catalogs.askAbove', DEFAULT_ASK_MB),
    rows: typeof rows === 'number' && rows >= 0 ? rows : DEFAULT_ASK_ROWS,
    memory: Math.max(LEAST_RESULT_MB * 1e6, megabytes('catalogs.memoryMB', DEFAULT_RESULT_MB)),
  };
}

/** How pixels are counted when shown: 1 as FITS does, 0 as Python does. */
export function pixelOrigin(): 0 | 1 {
  return get('pixelOrigin') === 0 ? 0 : 1;
}

/** Where names of objects are looked up; undefined for where they usually are. */
export function namesUrl(): string | undefined {
  return text('names.url');
}

/** The same of MAST's resolver. */
export function mastNamesUrl(): string | undefined {
  return text('names.mastUrl');
}

function text(name: string): string | undefined {
  const value = get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Where archives are, unchecked; see `archiveServices`. */
export function archiveSettings(): ArchiveSettings {
  return {
    mastUrl: get('archives.mastUrl'),
    irsaUrl: get('archives.irsaUrl'),
    services: get('archives.services'),
  };
}

/** In the settings of the user; where the workspace says otherwise, there, or it would change nothing. */
export async function setPixelOrigin(origin: 0 | 1): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const byWorkspace = section.inspect('pixelOrigin')?.workspaceValue !== undefined;
  await section.update('pixelOrigin', origin === 0 ? 0 : 1, byWorkspace ? Workspace : Global);
}

/** What a fresh viewer starts with. */
export function displayDefaults(): DisplayDefaults {
  return readDisplay((name) => get(`image.${name}`));
}

export function showArchives(): boolean {
  return get('showArchives') !== false;
}

/** The value of `skybucket.connections`, unchecked; see `readConnections`. */
export function connectionsValue(): unknown {
  return get('connections');
}

export function userBuckets(): readonly UserBucket[] {
  return readBuckets(get('buckets')).buckets;
}

/** What is wrong with the settings, one sentence each. */
export function bucketProblems(): readonly string[] {
  return readBuckets(get('buckets')).problems;
}

export async function addBucket(item: BucketItem): Promise<void> {
  await writeBuckets([...bucketItems(), item]);
}

export async function removeBucket(bucket: UserBucket): Promise<void> {
  await writeBuckets(
    bucketItems().filter((item) => {
      const read = readBucket(item);
      return typeof read === 'string' || !sameBucket(read, bucket);
    }),
  );
}

/** The items as they are written, so that those that cannot be used are not lost. */
function bucketItems(): readonly unknown[] {
  const value = get('buckets');
  return Array.isArray(value) ? value : [];
}

async function writeBuckets(items: readonly unknown[]): Promise<void> {
  await vscode.workspace
    .getConfiguration(SECTION)
    .update('buckets', items, vscode.ConfigurationTarget.Global);
}

export function onSettings(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) {
      listener();
    }
  });
}
