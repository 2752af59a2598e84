/**
 * The server and the proxy in a process of their own, so that they do not take the processor time of
 * the contestant that happens to run in the same process. Talks to rig.ts.
 */
import { type Link, type ProxyFigures, startFaultProxy } from '../support/proxy/fault-proxy';
import { folderObjects } from '../support/s3/folder';
import { startCostServer } from '../unit/cost/support/objects';
import { CATALOGUE_BUCKET, sparseHive } from './catalogue/sparse-hive';

/** Sets the link and serves a folder, if there is one in it; every question is answered with the figures so far. */
export interface RigQuestion {
  readonly link?: Link;
  readonly serve?: { readonly bucket: string; readonly folder: string };
}

export interface RigAnswer {
  readonly endpoint: string;
  readonly figures: ProxyFigures;
}

async function start(): Promise<void> {
  const server = await startCostServer();
  server.createBucket(CATALOGUE_BUCKET).add(sparseHive());
  const proxy = await startFaultProxy({ target: server.endpoint });
  const answer = (): void => {
    const { endpoint } = proxy;
    process.send?.({ endpoint, figures: proxy.figures() } satisfies RigAnswer);
  };
  process.on('message', ({ link, serve }: RigQuestion) => {
    if (link !== undefined) {
      proxy.link = link;
    }
    if (serve !== undefined) {
      server.createBucket(serve.bucket).add(folderObjects(serve.folder));
    }
    answer();
  });
  process.once('disconnect', () => process.exit());
  answer();
}

void start();
