/**
 * The server and the proxy in a process of their own, so that they do not take the processor time of
 * the contestant that happens to run in the same process. Talks to rig.ts.
 */
import { type Link, type ProxyFigures, startFaultProxy } from '../support/proxy/fault-proxy';
import { startCostServer } from '../unit/cost/support/objects';

/** Sets the link, if there is one in it; every question is answered with the figures so far. */
export interface RigQuestion {
  readonly link?: Link;
}

export interface RigAnswer {
  readonly endpoint: string;
  readonly figures: ProxyFigures;
}

async function serve(): Promise<void> {
  const server = await startCostServer();
  const proxy = await startFaultProxy({ target: server.endpoint });
  const answer = (): void => {
    const { endpoint } = proxy;
    process.send?.({ endpoint, figures: proxy.figures() } satisfies RigAnswer);
  };
  process.on('message', ({ link }: RigQuestion) => {
    if (link !== undefined) {
      proxy.link = link;
    }
    answer();
  });
  process.once('disconnect', () => process.exit());
  answer();
}

void serve();
