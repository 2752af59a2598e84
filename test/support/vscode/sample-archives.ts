import type { Settings } from '../../../scripts/vscode-host/profile';
import { MAST_BUCKET } from '../archives/buckets';
import type { ArchiveReplay } from '../archives/replay';
import { SEIP_BUCKET } from '../archives/sia';

/** Machine-scope settings: archives and names are asked at the address that plays them. */
export function sampleArchives({
  origin,
  sesameUrl,
  resolverUrl,
}: Pick<ArchiveReplay, 'origin' | 'sesameUrl' | 'resolverUrl'>): Settings {
  return {
    'skybucket.archives.mastUrl': origin,
    'skybucket.archives.irsaUrl': origin,
    'skybucket.names.url': sesameUrl,
    'skybucket.names.mastUrl': resolverUrl,
  };
}

/**
 * Items of `skybucket.buckets`: the buckets that the archives name are read from the sample server. What a
 * search finds goes by the connection of the user's own bucket of that name.
 */
export const archiveBuckets = [
  { name: 'MAST (sample)', uri: `s3://${MAST_BUCKET}/`, connection: 'sample' },
  { name: 'Spitzer (sample)', uri: `s3://${SEIP_BUCKET}/`, connection: 'sample' },
] as const;
