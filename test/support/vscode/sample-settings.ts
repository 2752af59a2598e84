import type { Settings } from '../../../scripts/vscode-host/profile';
import { catalogBucket, largeBucket, sampleBucket } from '../s3/sample';

/** Machine-scope settings: the sample server as a connection. */
export function sampleConnection(endpoint: string): Settings {
  return {
    'skybucket.connections': [
      {
        id: 'sample',
        label: 'Sample S3',
        kind: 's3',
        endpoint,
        region: 'us-east-1',
        pathStyle: true,
      },
    ],
  };
}

/** A person's settings: the sample buckets in the sidebar. */
export const sampleBuckets: Settings = {
  'skybucket.buckets': [
    { name: 'Sample sky data', uri: `s3://${sampleBucket}/`, connection: 'sample' },
    { name: 'Sample survey (20 GB)', uri: `s3://${largeBucket}/`, connection: 'sample' },
  ],
};

/** Items of `skybucket.buckets`: the catalogues. */
export const catalogBuckets = [
  { name: 'Sample catalogues', uri: `s3://${catalogBucket}/`, connection: 'sample' },
] as const;

/** The same with more of them. */
export function withBuckets(settings: Settings, items: readonly unknown[]): Settings {
  const own = settings['skybucket.buckets'];
  return { ...settings, 'skybucket.buckets': [...(Array.isArray(own) ? own : []), ...items] };
}
