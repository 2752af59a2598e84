import { Meter } from '../../../src/core/bytes/meter';
import { S3Service } from '../../../src/core/s3/client';
import { RegionMemory } from '../../../src/core/s3/regions';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { loadS3Sdk } from '../../../src/platform/node/load-s3-sdk';
import { FOLDER } from '../../unit/cost/support/objects';
import { connectionTo } from '../../unit/cost/support/open';
import { type Contestant, OURS, type Workload } from '../contest';
import { botocore } from '../peers/python';

function service(endpoint: string): Contestant {
  return {
    name: OURS,
    run: async () => {
      const http = new NodeHttpClient();
      const s3 = new S3Service(http, new RegionMemory(), loadS3Sdk);
      const meter = new Meter();
      const start = performance.now();
      const { entries } = await s3.listPage(connectionTo(endpoint), FOLDER, { meter });
      const milliseconds = performance.now() - start;
      http.dispose();
      const answer = `${entries.length} keys from ${FOLDER.prefix}${entries[0]?.name}`;
      return { milliseconds, answer, rounds: meter.figures().rounds };
    },
  };
}

export const folder: Workload = {
  name: 'folder',
  title: 'First page of a folder of 2,000,000 keys',
  runs: 5,
  remote: true,
  contestants: async (endpoint) => [service(endpoint), ...(await botocore(endpoint))],
};
